import { useState } from 'react'
import { Problem } from '../../src/api/problem'
import { Button, Buttons } from '../../src/parts/Button'
import { Checkbox, CheckboxGroup, RadioCards, Switch } from '../../src/parts/Choice'
import { DateField, LocalTimeField } from '../../src/parts/DateField'
import { useDraft } from '../../src/parts/draft'
import { FileField } from '../../src/parts/FileField'
import { FieldSet, Fields as Row, Form } from '../../src/parts/Form'
import { Page, Split } from '../../src/parts/Page'
import { Finder, Select } from '../../src/parts/Select'
import { Stepper } from '../../src/parts/Stepper'
import { Tabs } from '../../src/parts/Tabs'
import { TagPicker } from '../../src/parts/TagPicker'
import { NumberField, TextArea, TextField } from '../../src/parts/TextField'
import { useWords } from '../../src/parts/useWords'
import type { LocalTime } from '../../src/words/format'
import { regionalZones } from '../../src/words/zones'

const problem = new Problem({
  status: 422, code: 'invalid_request',
  errors: [{ pointer: '/title', code: 'max', detail: '120' }, { pointer: '/goal/baseline', code: 'value_or_reason' }, { pointer: '/themes/1', code: 'oneof' }],
})

const empty = {
  title: 'Bread and books', theory: '', goal: { baseline: 12.5 as number | null }, type: 'alternative_narrative', themes: ['peace', 'empathy'], genders: ['women'],
  starts: '2027-03-21' as string | null, airs: { local: '2027-03-21T19:30', zone: 'Asia/Dushanbe' } as LocalTime | null, faces: true, country: 'TJ', messenger: null as string | null,
}

export function Fields() {
  const words = useWords()
  const draft = useDraft(empty)
  const [shown, setShown] = useState<Problem | null>(problem)
  const [quiet, setQuiet] = useState(true)
  const [file, setFile] = useState<File | null>(null)
  return (
    <Page title="Plan" lead="The seven boxes of a campaign.">
      <Stepper label="Where it stands" steps={[
        { id: 'd', label: 'Draft', state: 'done', note: 'Madina, 12 Nov' }, { id: 'r', label: 'Reviewed', state: 'done' },
        { id: 'a', label: 'Approval', state: 'here', note: 'Ministry, 2 days left' }, { id: 'l', label: 'Live', state: 'ahead' },
      ]} />
      <Split beside={<Tabs label="Beside" tabs={[{ id: 'a', label: 'Advice', content: <p>Begin with the audience.</p> }, { id: 'b', label: 'History', content: <p>Nothing yet.</p> }]} />}>
        <Form problem={shown} onSubmit={() => setShown(problem)}>
          <TextField label="Internal title" required hint="Only your organisation sees it." {...draft.bind('/title')} />
          <RadioCards label="Message type" required choices={words.terms('message_type').map((c) => ({ ...c, hint: 'What it is and who may say it.' }))} {...draft.bind('/type')} />
          <TextArea label="Theory of change" limit={280} hint="If … then … because …" {...draft.bind('/theory')} />
          <Row>
            <NumberField label="Baseline, %" {...draft.bind('/goal/baseline')} />
            <DateField label="Starts" {...draft.bind('/starts')} />
            <Select label="Country" choices={['TJ', 'UZ', 'AF'].map((id) => ({ id, label: id }))} {...draft.bind('/country')} />
          </Row>
          <LocalTimeField label="First broadcast" zone="Asia/Dushanbe" zones={regionalZones} {...draft.bind('/airs')} />
          <TagPicker label="Themes" choices={words.terms('theme')} {...draft.bind('/themes')} />
          <Finder label="Messenger type" choices={words.terms('messenger_type')} {...draft.bind('/messenger')} />
          <FieldSet legend="Audience">
            <CheckboxGroup label="Gender" choices={words.terms('gender')} {...draft.bind('/genders')} />
            <Checkbox label="Faces are shown" hint="Only with consent for each face." {...draft.bind('/faces')} />
            <Switch label="Quiet hours" value={quiet} onChange={setQuiet} />
            <FileField label="Proof" accept={['image/jpeg']} camera value={file} onChange={setFile} />
          </FieldSet>
          <Buttons>
            <Button type="submit" look="primary">Save</Button>
            <Button pending>Saving</Button>
            <Button disabled>Submit</Button>
            <Button look="quiet" onClick={() => setShown(null)}>Discard</Button>
          </Buttons>
        </Form>
      </Split>
    </Page>
  )
}
