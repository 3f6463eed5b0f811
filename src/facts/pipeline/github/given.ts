import type { Given } from '../dialect/chosen-output.ts'
import { asTexts } from '../dialect/outcome.ts'
import type { Names } from './evaluate.ts'
import { evaluateTemplate } from './template.ts'

/** Variables that GitHub gives to each script, by the part of its context that they hold. */
const context = /^GITHUB_(REF|REF_NAME|REF_TYPE|EVENT_NAME|HEAD_REF|BASE_REF|REPOSITORY|SHA|ACTOR)$/

/** What a script finds under one start: the variables of `env:` and those that GitHub gives. */
export const givenBy = (names: Names): Given => ({
  variable: (name) => {
    const own = context.exec(name)?.[1]
    return asTexts(names.lookup(own ? ['github', own.toLowerCase()] : ['env', name]))
  },
  template: (written) => asTexts(evaluateTemplate(written, names)),
})
