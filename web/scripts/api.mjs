// Makes src/api/schema.d.ts from the committed contract, with paths below
// /api/v1. Where the contract is not there, the types are open, so that the
// app can still be checked.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const contract = new URL('../../api/openapi.yaml', import.meta.url)
const target = new URL('../src/api/schema.d.ts', import.meta.url)

const open = `/* eslint-disable */
export type paths = any
export type components = any
`

if (existsSync(contract) && readFileSync(contract, 'utf8').trim() !== '') {
  writeFileSync(target, astToString(await openapiTS(contract)).replaceAll('"/api/v1/', '"/'))
} else {
  console.warn('api/openapi.yaml is missing: requests and answers are not typed')
  writeFileSync(target, open)
}
