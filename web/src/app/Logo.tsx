/** The sign of the product: travellers one after another on a road. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" className="icon">
      <rect width="28" height="28" rx="6" fill="var(--accent)" />
      <path d="M5 20.5h18" stroke="var(--on-accent)" strokeWidth="1.8" strokeLinecap="round" />
      <path d="M6 17.5a2.3 2.3 0 0 1 4.6 0M12 17.5a3 3 0 0 1 6 0" fill="none" stroke="var(--on-accent)" strokeWidth="1.8" strokeLinecap="round" />
      <path d="M19.5 17.5c1.3-1.6 1.7-3.6 1.6-6l1.9-1" fill="none" stroke="var(--on-accent)" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
