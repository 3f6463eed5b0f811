import { settingOf } from './area.ts'
import { formOf } from './form.ts'
import type { Literal } from './literal.ts'
import type { Form, Setting, Source } from './pair.ts'

/**
 * A file that pairs are looked for in. What only a pair asks for is found out then: most files hold a keyword, and few hold a
 * pair. (A class, since an object with getters of its own keeps all that they know until the next full collection.)
 */
export class Place {
  readonly form: Form
  /** how many tables of SQL are still followed to their rows */
  readonly tables = { left: 200 }
  #setting: Setting | undefined
  #vaulted: boolean | undefined

  constructor(
    readonly file: string,
    readonly content: string,
  ) {
    this.form = formOf(file, content)
  }

  get setting(): Setting {
    this.#setting ??= settingOf(this.file)
    return this.#setting
  }

  /** YAML of which other values are sealed by Ansible's vault */
  get vaulted(): boolean {
    this.#vaulted ??= this.form === 'yaml' && /:[ \t]+!vault\b/.test(this.content)
    return this.#vaulted
  }
}

/** What a finder found: the rest of a pair is the same for all. */
export interface Found {
  readonly name: string
  readonly literal: Literal
  readonly loose?: boolean
  readonly compared?: boolean
  readonly source?: Source
  readonly encoded?: 'base64'
  /** it opens an account on another machine: no service that a pipeline starts for itself */
  readonly remote?: boolean
  /** a user is known to stand beside it, in the same row or line */
  readonly beside?: boolean
}
