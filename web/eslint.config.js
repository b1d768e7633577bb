import lingui from 'eslint-plugin-lingui'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/', 'playwright-report/', 'src/api/schema.d.ts'] },
  ...tseslint.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    // Every word that people read goes through the catalogues.
    files: ['src/**/*.tsx'],
    plugins: { lingui },
    rules: {
      'lingui/no-unlocalized-strings': ['error', {
        // Codes, addresses, classes and keys are no words: lower case without
        // a space, one sign, or capitals alone. The product's name is a name.
        ignore: ['^[^A-Za-z]*$', '^[a-z#/.@%(-]\\S*$', '^Caravan$', ' · Caravan$', '^translate', '^repeat', '^rotate'],
        ignoreNames: [
          { regex: { pattern: '(className|ClassName|style|strokeDasharray|viewBox|d|transform|autoComplete|rel|weekdayStyle|placement|id|key|to|path)$' } },
        ],
        ignoreFunctions: ['*.matches', '*.querySelector', 'Error', 'get', 'put'],
      }],
      'lingui/no-expression-in-message': 'error',
      'lingui/no-trans-inside-trans': 'error',
      'lingui/t-call-in-function': 'error',
    },
  },
)
