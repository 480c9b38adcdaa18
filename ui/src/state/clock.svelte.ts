/** The present moment for relative times: the window's one clock. */
class Clock {
  now = $state(Date.now());

  /** Moves every half minute until the returned function is called. */
  start(): () => void {
    const timer = setInterval(() => (this.now = Date.now()), 30_000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
