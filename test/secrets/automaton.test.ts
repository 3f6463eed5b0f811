import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Automaton } from '../../src/secrets/automaton.ts'
import { random } from './support/fill.ts'

/** All hits as `word@end`, found in steps of so many. */
function found(words: readonly string[], text: string, atOnce = 8): string[] {
  const automaton = new Automaton(words)
  const bytes = Buffer.from(text)
  const hits = new Int32Array(atOnce)
  const cursor = { at: 0, state: 0 }
  const all: string[] = []
  while (cursor.at < bytes.length) {
    const count = automaton.find(bytes, cursor, bytes.length, hits)
    for (let i = 0; i < count; i += 2)
      for (const word of automaton.wordsOf(hits[i + 1] as number)) all.push(`${words[word]}@${hits[i]}`)
  }
  return all
}

/** The same by looking at each offset for each word. */
function expected(words: readonly string[], text: string): string[] {
  const lower = text.toLowerCase()
  const all: string[] = []
  for (let end = 1; end <= lower.length; end++)
    for (const word of words.toSorted((a, b) => b.length - a.length))
      if (lower.slice(0, end).endsWith(word)) all.push(`${word}@${end}`)
  return all
}

test('words that begin, end and hold one another are all found, in any case', () => {
  const words = ['key', 'apikey', 'api', 'pikes', 'keys']
  assert.deepEqual(found(words, 'my ApiKeys, apikes'), ['api@6', 'apikey@9', 'key@9', 'keys@10', 'api@15', 'pikes@18'])
})

test('it finds what a plain search finds, however few hits are taken at once', () => {
  const next = random('automaton')
  const pick = (alphabet: string) => alphabet[Math.floor(next() * alphabet.length)] as string
  for (let round = 0; round < 300; round++) {
    const words = [
      ...new Set(Array.from({ length: 8 }, () => Array.from({ length: 1 + next() * 4 }, () => pick('abc-')).join(''))),
    ]
    const text = Array.from({ length: 60 }, () => pick('abcABC-é')).join('')
    const bytes = Buffer.from(text).toString('latin1')
    assert.deepEqual(found(words, text, 2 + 2 * (round % 3)), expected(words, bytes), `${words} in ${text}`)
  }
})
