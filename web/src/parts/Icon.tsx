import type { ReactNode } from 'react'

// Drawn on a grid of 20 with one line width. Signs that point along the text
// are mirrored where it runs from right to left.
const signs = {
  home: <path d="M3 9.2 10 3.5l7 5.7V16.5H12V12H8v4.5H3Z" />,
  campaigns: <path d="M3.5 8v4h3l7 3.5v-11L6.5 8Zm3 4 1 4.5M16 8.2a2.6 2.6 0 0 1 0 3.6" />,
  messages: <path d="M3.5 4.5h13v9h-7L6 16.5v-3H3.5Z M6.5 7.6h7M6.5 10.4h4.5" />,
  schedule: <path d="M3.5 5h13v11.5h-13ZM3.5 8.5h13M7 3v3.5M13 3v3.5" />,
  live: <><circle cx="10" cy="10" r="1.6" /><path d="M6.4 13.6a5 5 0 0 1 0-7.2M13.6 6.4a5 5 0 0 1 0 7.2M4 16a8.5 8.5 0 0 1 0-12M16 4a8.5 8.5 0 0 1 0 12" /></>,
  reach: <path d="M3.5 16.5h13M5 13h10M5 9.5h6M5 6h8M8 4.5v3M13 4.5v3" />,
  approvals: <path d="M5 3.5h10v13H5ZM7.5 10l1.8 1.8 3.4-3.6" />,
  compare: <><path d="M3.5 6h13M3.5 10h13M3.5 14h13" /><circle cx="7" cy="6" r="1.5" fill="currentColor" /><circle cx="13" cy="10" r="1.5" fill="currentColor" /><circle cx="9.5" cy="14" r="1.5" fill="currentColor" /></>,
  offline: <path d="M6.5 9.5 13 4M4.5 9.5h11v6.5h-11ZM7.5 12.8h.01M10.5 12h3M10.5 14h3" />,
  figures: <path d="M3.5 4h13v12h-13ZM3.5 8h13M3.5 12h13M8 4v12M12.4 4v12" />,
  surveys: <path d="M4 5.5 5 6.5 7 4.5M4 10.5l1 1 2-2M4 15.5l1 1 2-2M9.5 5.5h7M9.5 10.5h7M9.5 15.5h7" />,
  channels: <path d="M10 9v8M7 17h6M10 9a1.6 1.6 0 1 0 0-3.2A1.6 1.6 0 0 0 10 9ZM6.2 11.2a5.4 5.4 0 0 1 0-7.6M13.8 3.6a5.4 5.4 0 0 1 0 7.6" />,
  messengers: <><circle cx="10" cy="6.8" r="3" /><path d="M4 16.5c.6-3.2 3-4.8 6-4.8s5.4 1.6 6 4.8" /></>,
  audiences: <><circle cx="7.3" cy="7.2" r="2.5" /><path d="M2.5 15.5c.4-2.7 2.3-4 4.8-4s4.4 1.3 4.8 4M12.5 5a2.3 2.3 0 1 1 .8 4.5M14.3 11.7c1.8.3 3 1.6 3.2 3.8" /></>,
  map: <path d="M3.5 5.5 7.8 4l4.4 1.5L16.5 4v10.5L12.2 16l-4.4-1.5L3.5 16ZM7.8 4v10.5M12.2 5.5V16" />,
  library: <path d="M4 4h3v12.5H4ZM8.5 4h3v12.5h-3ZM13 4.8l2.6-.7 2 11.6-2.6.600Z" />,
  admin: <><circle cx="10" cy="10" r="2.3" /><path d="M10 3v2.5M10 14.5V17M3 10h2.5M14.5 10H17M5 5l1.8 1.8M13.2 13.2 15 15M5 15l1.8-1.8M13.2 6.8 15 5" /></>,
  audit: <path d="M10 3.5 4.5 5.5v4.3c0 3.3 2.2 5.7 5.5 6.9 3.3-1.2 5.5-3.6 5.5-6.9V5.5ZM7.6 10l1.7 1.7 3.2-3.4" />,
  menu: <path d="M3.5 5.5h13M3.5 10h13M3.5 14.5h13" />,
  more: <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth="2.4" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  check: <path d="m4.5 10.5 3.7 3.7 7.3-8" />,
  add: <path d="M10 4v12M4 10h12" />,
  remove: <path d="M4 10h12" />,
  edit: <path d="M4 16l.8-3.4L13 4.4 15.6 7l-8.2 8.2Z" />,
  copy: <path d="M7 7h9.5v9.5H7ZM13 7V3.5H3.5V13H7" />,
  trash: <path d="M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6M8.5 9v5M11.5 9v5" />,
  search: <><circle cx="8.8" cy="8.8" r="5" /><path d="m12.6 12.6 4 4" /></>,
  filter: <path d="M3.5 5h13M6 10h8M8.5 15h3" />,
  down: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  up: <path d="M5.5 12 10 7.5l4.5 4.5" />,
  sort: <path d="m6.5 8 3.5-3.5L13.5 8M6.5 12l3.5 3.5 3.5-3.5" />,
  next: <path d="m8 5.5 4.5 4.5L8 14.5" />,
  back: <path d="M12 5.5 7.5 10l4.5 4.5" />,
  external: <path d="M8 4.5H4.5v11h11V12M11.5 4h4.5v4.5M16 4l-7 7" />,
  download: <path d="M10 3.5v9M6.3 9l3.7 3.7L13.7 9M4 16.5h12" />,
  upload: <path d="M10 12.5v-9M6.3 7 10 3.3 13.7 7M4 16.5h12" />,
  print: <path d="M6 7V3.5h8V7M6 14H3.5V7h13v7H14M6 11.5h8v5H6Z" />,
  refresh: <path d="M15.8 8A6.2 6.2 0 1 0 16 11.5M16 4v4h-4" />,
  clock: <><circle cx="10" cy="10" r="6.5" /><path d="M10 6v4l2.7 1.7" /></>,
  waiting: <path d="M6 3.5h8M6 16.5h8M6.5 3.5c0 3.5 3 4.5 3 6.5s-3 3-3 6.5M13.5 3.5c0 3.5-3 4.5-3 6.5s3 3 3 6.5" />,
  going: <path d="M6.5 4.5v11l9-5.5Z" />,
  idle: <circle cx="10" cy="10" r="6" strokeDasharray="2.4 2.3" />,
  ended: <><circle cx="10" cy="10" r="6.5" /><path d="M6.5 10h7" /></>,
  info: <><circle cx="10" cy="10" r="6.8" /><path d="M10 9.2v4.3M10 6.5h.01" /></>,
  warning: <path d="M10 3.5 17.3 16H2.7ZM10 8v3.8M10 13.9h.01" />,
  danger: <path d="M7 3.5h6l3.5 3.5v6L13 16.5H7L3.5 13V7ZM10 6.5v4.3M10 13.3h.01" />,
  stop: <path d="M7 3.5h6l3.5 3.5v6L13 16.5H7L3.5 13V7ZM7 10h6" />,
  lock: <path d="M5 9h10v7.5H5ZM7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.7" />,
  link: <path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.5-2.5a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0L4.7 11a3 3 0 0 0 4.3 4.3l1-1" />,
  show: <><path d="M2.5 10C4.3 6.7 6.9 5 10 5s5.7 1.7 7.5 5c-1.8 3.3-4.4 5-7.5 5s-5.7-1.7-7.5-5Z" /><circle cx="10" cy="10" r="2.2" /></>,
  hide: <path d="M4 4l12 12M8.1 5.2A8 8 0 0 1 10 5c3.1 0 5.7 1.7 7.5 5-.6 1.1-1.3 2-2.1 2.8M12.2 14.7c-.7.2-1.4.3-2.2.3-3.1 0-5.7-1.7-7.5-5 .7-1.3 1.6-2.4 2.6-3.2" />,
  language: <path d="M3.5 5.5h8M7.5 3.5v2M10 5.5c-.7 3-2.9 5.3-6 6.5M5.5 7.5c1 2 2.7 3.5 5 4.3M9.5 16.5l3.5-8 3.5 8M10.7 14h4.6" />,
  person: <><circle cx="10" cy="7" r="3" /><path d="M4.5 16.5c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5" /></>,
  signOut: <path d="M8.5 16.5h-5v-13h5M8.5 10h8M13 6.5l3.5 3.5-3.5 3.5" />,
  light: <><circle cx="10" cy="10" r="3.2" /><path d="M10 3v1.5M10 15.5V17M3 10h1.5M15.5 10H17M5 5l1.1 1.1M13.9 13.9 15 15M5 15l1.1-1.1M13.9 6.1 15 5" /></>,
  dark: <path d="M15.5 12A6.3 6.3 0 0 1 8 4.5a6.3 6.3 0 1 0 7.5 7.5Z" />,
  table: <path d="M3.5 4.5h13v11h-13ZM3.5 8h13M8 8v7.5" />,
  chart: <path d="M3.5 3.5v13h13M7 13.5V9M10.5 13.5v-7M14 13.5v-3" />,
  inbox: <path d="M3.5 11 5.5 4.5h9l2 6.5v5h-13ZM3.5 11H7l1 2h4l1-2h3.5" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof signs

const along: ReadonlySet<IconName> = new Set([
  'next', 'back', 'external', 'signOut', 'going', 'campaigns', 'messages', 'reach', 'compare', 'surveys', 'chart', 'edit', 'refresh',
])

/** A sign beside words, never instead of them: it is hidden from screen
 * readers. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" className={along.has(name) ? 'mirrored icon' : 'icon'}>
      {signs[name]}
    </svg>
  )
}
