/** Where the window is, kept in the address: it survives a reload and can be gone back from. */
import { href, parse, type Place } from "./address";

class Route {
  place = $state<Place>(parse(location.hash));

  /** Follows the address bar until the returned function is called. */
  start(): () => void {
    const follow = () => (this.place = parse(location.hash));
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }

  go(place: Partial<Place> & Pick<Place, "page">): void {
    location.hash = href(place);
    this.place = parse(location.hash);
  }

  /** Changes the filter without leaving a step in the history for each letter. */
  refine(filter: string): void {
    history.replaceState(null, "", href({ ...this.place, filter }));
    this.place = { ...this.place, filter };
  }
}

export const route = new Route();
