import { accountWords, keyNouns, passwordNouns, secretKeyWords, secretTokenWords } from './words.ts'

/** Two or three words that are one noun. */
const joined: ReadonlyMap<string, string> = new Map([
  ['mot de passe', 'motdepasse'],
  ['mot passe', 'motdepasse'],
  ['palavra passe', 'senha'],
  ['kata sandi', 'senha'],
  ['mat khau', 'matkhau'],
  ['pass word', 'password'],
  ['pass phrase', 'passphrase'],
  ['pass code', 'passcode'],
  ['parola chiave', 'parola'],
  // HashiCorp calls the token itself so
  ['root token id', 'token'],
])

/** Nouns that end words written together (`dbpassword`, `clientsecret`), the longer first. */
const endings = ['password', 'passphrase', 'passwort', 'passwd', 'secret', 'token', 'pass', 'pwd', 'key', 'pw'] as const

/** Words in front of `secret` in words written together. */
const secretStarts = new Set([
  'client',
  'app',
  'api',
  'jwt',
  'my',
  'session',
  'consumer',
  'shared',
  'auth',
  'oauth',
  'cookie',
  'webhook',
  'the',
  'super',
  'top',
])

/** The words of a name, where what people write together is taken apart and what they write apart is one noun. */
export function unglued(words: readonly string[]): readonly string[] {
  const apart = words.flatMap(unglue)
  for (let at = 0; at + 1 < apart.length; at++) {
    for (const length of [3, 2]) {
      const one = joined.get(apart.slice(at, at + length).join(' '))
      if (one !== undefined) return [...apart.slice(0, at), one, ...apart.slice(at + length)]
    }
  }
  return apart
}

/** `默认密码`: Chinese is written without spaces. What asks for a password (`请输入密码`) begins otherwise. */
const chinese = /^(?:默认|初始|登录|登陆|管理员|后台|数据库|用户|账号|系统|超级管理员|邮箱)(密码|口令)$/

function unglue(word: string): readonly string[] {
  const noun = word.charCodeAt(0) > 0x2e80 ? chinese.exec(word)?.[1] : undefined
  if (noun !== undefined) return [noun]
  if (word.length < 5 || word.length > 30 || passwordNouns.has(word)) return [word]
  for (const ending of endings) {
    if (!word.endsWith(ending) || word.length === ending.length) continue
    const start = word.slice(0, -ending.length)
    if (goes(start, ending)) return [start, ending]
  }
  return [word]
}

function goes(start: string, ending: (typeof endings)[number]): boolean {
  if (ending === 'key') return secretKeyWords.has(start) || start === 'public'
  if (ending === 'token') return secretTokenWords.has(start) || start === 'csrf'
  if (ending === 'secret') return secretStarts.has(start)
  if (ending === 'pass' || ending === 'pwd' || ending === 'pw') return accountWords.has(start)
  return !keyNouns.has(start)
}
