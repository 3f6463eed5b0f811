export * from './ast.ts'
export { asSubstitution, type Command, commandsOf, simpleCommands, writtenWord } from './commands.ts'
export { parseShell, shellComments } from './parse.ts'
