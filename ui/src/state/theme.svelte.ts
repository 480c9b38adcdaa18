/** Light, dark, or as the system says; remembered on this computer. */
export type Theme = "system" | "light" | "dark";

const KEY = "tillkeeper.theme";

class ThemeChoice {
  value = $state<Theme>("system");

  start(): void {
    const kept = localStorage.getItem(KEY);
    this.choose(kept === "light" || kept === "dark" ? kept : "system");
  }

  choose(theme: Theme): void {
    this.value = theme;
    if (theme === "system") {
      localStorage.removeItem(KEY);
      delete document.documentElement.dataset["theme"];
    } else {
      localStorage.setItem(KEY, theme);
      document.documentElement.dataset["theme"] = theme;
    }
  }
}

export const theme = new ThemeChoice();
