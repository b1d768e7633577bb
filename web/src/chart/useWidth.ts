import { useLayoutEffect, useRef, useState } from 'react'

/** The width a drawing has, so that its type is never scaled with it. */
export function useWidth<T extends HTMLElement>(initial = 600) {
  const place = useRef<T>(null)
  const [width, setWidth] = useState(initial)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const measure = () => setWidth(Math.max(160, element.clientWidth))
    measure()
    const watching = new ResizeObserver(measure)
    watching.observe(element)
    return () => watching.disconnect()
  }, [])
  return { place, width }
}
