// Makes src/api/schema.d.ts from the committed contract, with paths below
// /api/v1.
import { writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const contract = new URL('../../api/openapi.yaml', import.meta.url)
const target = new URL('../src/api/schema.d.ts', import.meta.url)

writeFileSync(target, astToString(await openapiTS(contract)).replaceAll('"/api/v1/', '"/'))
