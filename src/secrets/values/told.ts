import { wordsOf } from '../names/split.ts'
import type { Shape } from './shape.ts'

/*
 * What a value tells of itself: that a hand typed it to fill a place, that it lists characters, that a page shows it to
 * everybody.
 */

/** `reallyreallyreallysafe`: more than half of it is one word over and over. */
export function isOverAndOver(value: string): boolean {
  const [whole = ''] = /([a-z]{3,12})\1{2,}/i.exec(value) ?? []
  return whole.length * 2 > value.length
}

/** `0123456789abcdefABCDEF`: whole rows of characters and nothing else, of which two at the least: what something is made of. */
export const isAlphabet = (value: string): boolean =>
  /^(?:0123456789|1234567890|abcdef(?:ghijklmnopqrstuvwxyz)?|ABCDEF(?:GHIJKLMNOPQRSTUVWXYZ)?){2,}[-_+/.=~]*$/.test(
    value,
  )

/** `old_shop_token_456`: words, one of which says what the value is. Who gives out tokens makes them up by chance. */
export const isNamedToken = (value: string, shape: Shape): boolean =>
  /^[A-Za-z\d]+(?:[-_.][A-Za-z\d]+)+$/.test(value) &&
  shape.inWords + shape.digits >= shape.length * 0.6 &&
  wordsOf(value).some((word) => nouns.has(word)) &&
  wordsOf(value).every((word) => word.length < 13)

const nouns = new Set('token secret key password apikey bearer'.split(' '))

/** The key that https://jwt.io shows beside RS256, wherever its lines are broken off; many copy it. */
export const isOfManual = (value: string): boolean => /C7VJTUt9Us8cKjMzEfYyjiWA4R4/.test(value)

/**
 * `django-insecure-…`: how `django-admin startproject` begins the key of a new project
 * (https://docs.djangoproject.com/en/stable/ref/checks/#security). Who changed what comes behind runs with it.
 */
export const isOfNewProject = (value: string): boolean => /^django-insecure-./.test(value)

/** `@203040@`, `777888!`: digits that a rule for passwords made somebody put signs to. A `#` before them makes a colour. */
export const isSignedNumber = (value: string): boolean =>
  /^(?:[@!$%&*+?=~]{1,2}\d{4,16}[@!$%&*+?=~#]{0,2}|\d{4,16}[@!$&*?#]{1,2})$/.test(value)

/** What people take for a password where they want none, and run with: `test`, `abc`, `ThisIsNotSecret`. */
export const isTried = (value: string): boolean =>
  /^(?:tests?|testing|demo|abc|xyz|aaa|bbb|asdf|user|login|account)$/i.test(value) ||
  /^(?:this[-_ ]?is[-_ ]?)?(?:not|no)[-_ ]?(?:a[-_ ]?|so[-_ ]?|very[-_ ]?)?(?:secret|secure)[\d!.]*$/i.test(value)
