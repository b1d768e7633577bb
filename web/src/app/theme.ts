import { recall, remember } from './preference'

export type Theme = 'light' | 'dark'

const wish = window.matchMedia('(prefers-color-scheme: dark)')

/** Applies the chosen theme, or the device's where none was chosen, and
 * follows the device from then on. */
export function beginTheme(): void {
  apply()
  wish.addEventListener('change', apply)
}

/** The theme in force. */
export function theme(): Theme {
  const chosen = recall('theme')
  return chosen === 'light' || chosen === 'dark' ? chosen : wish.matches ? 'dark' : 'light'
}

/** Chooses a theme for this browser. */
export function chooseTheme(next: Theme): void {
  remember('theme', next)
  apply()
}

function apply() { document.documentElement.dataset.theme = theme() }
