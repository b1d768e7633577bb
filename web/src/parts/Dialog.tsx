import { useLingui } from '@lingui/react/macro'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { ReactNode } from 'react'
import type { Problem } from '../api/problem'
import { Button, Buttons, IconButton } from './Button'
import { ProblemNotice } from './ProblemNotice'
import style from './Dialog.module.css'

export interface DialogProps {
  title: string
  open: boolean
  onClose: () => void
  children: ReactNode
  /** From the end of the line instead of the middle: for details beside a list. */
  side?: boolean
  wide?: boolean
}

/** Something to finish or leave before going on. On a phone it is the screen. */
export function Dialog({ title, open, onClose, children, side = false, wide = false }: DialogProps) {
  const { t } = useLingui()
  return (
    <ModalOverlay isOpen={open} onOpenChange={(next) => { if (!next) onClose() }} isDismissable className={style.veil}>
      <Modal className={[style.modal, side && style.side, wide && style.wide].filter(Boolean).join(' ')}>
        <AriaDialog className={style.dialog}>
          <header className={style.head}>
            <Heading slot="title" className={style.title}>{title}</Heading>
            <IconButton icon="close" label={t`Close`} onClick={onClose} />
          </header>
          <div className={style.body}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export interface ConfirmProps {
  title: string
  open: boolean
  onClose: () => void
  onConfirm: () => void
  /** What happens, as a verb: Stop everything. Never OK. */
  confirm: string
  /** What will follow, and what cannot be undone. */
  children: ReactNode
  danger?: boolean
  pending?: boolean
  problem?: Problem | null
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, open, onClose, onConfirm, confirm, children, danger = false, pending = false, problem }: ConfirmProps) {
  const { t } = useLingui()
  return (
    <ModalOverlay isOpen={open} onOpenChange={(next) => { if (!next) onClose() }} className={style.veil}>
      <Modal className={style.modal}>
        <AriaDialog role="alertdialog" className={style.dialog}>
          <header className={style.head}><Heading slot="title" className={style.title}>{title}</Heading></header>
          <div className={style.body}>
            {problem && <ProblemNotice problem={problem} />}
            {children}
            <Buttons end>
              <Button onClick={onClose} autoFocus>{t`Go back`}</Button>
              <Button look={danger ? 'danger' : 'primary'} pending={pending} onClick={onConfirm}>{confirm}</Button>
            </Buttons>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
