import type { Span } from '../../documents/place.ts'

/** What a statement or call of a migration does to the data. */
export interface Change extends Span {
  /**
   * `breaking`: the former version of the program may no longer read or write as it did; `additive`: it does not notice;
   * `data`: rows are changed; `open`: it cannot be told from here
   */
  readonly what: 'additive' | 'breaking' | 'data' | 'open'
  /** it is about how a column or a view is defined: no row is changed by it, even where it is open what else is */
  readonly keepsRows?: boolean
  /** the rows that it adds stand in the statement, and come from no other table */
  readonly seeds?: true
  /** in words, with the name of what is changed: `drops the column orders.note` */
  readonly detail: string
  /** the table, lower case, as far as it is known; '' else */
  readonly table: string
  /** what the table or view is called afterwards, lower case, where it is renamed */
  readonly becomes?: string
}
