import type { Block } from '../../documents/markdown.ts'
import { commandsIn } from './commands.ts'

/** What a generator of applications writes about deployments into every README: its words, and the commands that it names. */
const generators: readonly { readonly words: RegExp; readonly commands: RegExp }[] = [
  // github.com/nestjs/typescript-starter
  { words: /\bdeploy your NestJS application\b/i, commands: /^(npm install .*@nestjs\/mau|(npx )?mau )/ },
  // github.com/remix-run/remix, github.com/remix-run/react-router-templates
  { words: /\bpick a host to deploy it to\b/i, commands: /^(npm|yarn|pnpm) (run )?(build|start)$/ },
  // github.com/sveltejs/kit, create-svelte
  {
    words: /\bto deploy your app, you may need to install an adapter\b/i,
    commands: /^(npm|yarn|pnpm) (run )?(build|preview)/,
  },
]

/** Whether all that a chapter says of deployments was written by a generator, and nothing by who keeps the system. */
export function isGenerated(blocks: readonly Block[]): boolean {
  const prose = blocks.filter(({ kind }) => kind !== 'code').map(({ text }) => text.replace(/\s+/g, ' '))
  const generator = generators.find(({ words }) => prose.some((text) => words.test(text)))
  if (!generator) return false
  const commands = blocks.filter(({ kind }) => kind === 'code').flatMap(commandsIn)
  return commands.every(({ text }) => generator.commands.test(text))
}
