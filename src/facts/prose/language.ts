/* Small words that stand in every paragraph of a language, and hardly in one of another. */
const english = new Set(
  'the and is are of for with that this from you your when then after before if it be not on by'.split(' '),
)
const others = new Set(
  Object.values({
    spanish: 'de en y es su un lo el los las del para por con una que se al cuando después antes',
    portuguese: 'os uma não com são ao dos das você',
    french: 'les des pour dans est une sur avec aux cette lorsque',
    german: 'der das und ist nicht mit für ein eine den dem wird werden nach',
    italian: 'il della che per una nel sono gli',
    dutch: 'het een voor niet van wordt naar',
    polish: 'jest nie oraz aby przed przez',
    swedish: 'och att är inte på ska',
  }).flatMap((words) => words.split(' ')),
)

/** Writings in which English is not written: Cyrillic, Greek, Arabic, Hebrew, Thai, Devanagari, and those of East Asia. */
const otherWriting =
  /[\p{sc=Cyrl}\p{sc=Grek}\p{sc=Arab}\p{sc=Hebr}\p{sc=Thai}\p{sc=Deva}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/gu

/**
 * Whether prose is written in another language than English, in which most of what is looked for in documents is not known by
 * its words. Of a few words nothing is said: a list of names is in no language.
 */
export function isOtherLanguage(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const foreign = text.match(otherWriting)?.length ?? 0
  if (foreign > 20 && foreign * 5 > letters) return true
  let own = 0
  let other = 0
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    if (english.has(word)) own++
    else if (others.has(word)) other++
  }
  return other >= 5 && other > own * 2
}
