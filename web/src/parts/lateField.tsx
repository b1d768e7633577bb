import { lazy, Suspense, type ComponentType } from 'react'
import { FieldLabel, type FieldProps } from './Form'
import form from './Form.module.css'

/** A field whose code is heavy. A form is read before it is filled in: the
 * label and the box stand at once, and what opens arrives after the form. */
export function lateField<P extends FieldProps>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Field = lazy(() => load().then((field) => ({ default: field as ComponentType<FieldProps> })))
  return function LateField(props: P) {
    return <Suspense fallback={<Box {...props} />}><Field {...props} /></Suspense>
  }
}

function Box(props: FieldProps) {
  return (
    <div className={form.field} aria-busy>
      <FieldLabel {...props} />
      <div className={form.input} />
    </div>
  )
}
