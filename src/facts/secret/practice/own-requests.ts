import type { Evidence } from './index.ts'

/**
 * A file of requests that somebody sends by hand, each of them to their own machine
 * (https://www.jetbrains.com/help/idea/exploring-http-syntax.html): what it logs in with was made there.
 */
export const toOwnMachine: Evidence = async ({ file, member }, text) => {
  const content = member !== '' || !/\.(?:http|rest)$/i.test(file) ? undefined : await text()
  if (content === undefined) return undefined
  const variables = new Map([...content.matchAll(/^@([\w-]+)\s*=\s*(\S+)/gm)].map(([, name, value]) => [name, value]))
  const addresses = [...content.matchAll(/^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(\S+)/gm)].map(([, address]) =>
    (address as string).replace(/\{\{\s*([\w-]+)\s*\}\}/g, (whole, name: string) => variables.get(name) ?? whole),
  )
  return addresses.length > 0 && addresses.every((address) => own.test(address))
    ? "its requests go to one's own machine"
    : undefined
}

const own = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?=[:/?]|$)/i
