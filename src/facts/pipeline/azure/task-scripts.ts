import type { Shell } from '../dialect/script.ts'
import { inputValue } from '../known/use.ts'

type Inputs = Readonly<Record<string, string>>

/** How a task runs a script: the input that holds its text, or the file with its arguments. */
export interface TaskScript {
  readonly shell: Shell
  /** the input that holds the text */
  readonly inline?: string
  /** a command that runs the file */
  readonly command?: string
  /** the input with the folder it runs in */
  readonly folder: string
}

const plain = (program: string): Shell => ({ program, errexit: false, pipefail: false })
/** Errors of cmdlets end it; of programs, the last one decides. */
const power: Shell = { program: 'pwsh', errexit: true, pipefail: false }

/**
 * The scripts of tasks that do nothing else (learn.microsoft.com, "Azure Pipelines tasks"). No shell of theirs stops at
 * a failing command by itself: the last one decides.
 * @param name in lower case, without its version
 * @param windows whether the agent runs Windows
 */
export function taskScript(name: string, inputs: Inputs, windows: boolean): TaskScript | undefined {
  const value = (input: string) => inputValue(inputs, input)
  const file = (shell: Shell, program: string, path: string, args: string, folder = 'workingDirectory') => ({
    shell,
    command: [program, path, args].filter(Boolean).join(' '),
    folder,
  })
  switch (name) {
    case 'cmdline':
      return { shell: plain(windows ? 'cmd' : 'bash'), inline: 'script', folder: 'workingDirectory' }
    case 'bash':
      return /^inline$/i.test(value('targetType'))
        ? { shell: plain('bash'), inline: 'script', folder: 'workingDirectory' }
        : file(plain('bash'), 'bash', value('filePath'), value('arguments'))
    case 'shellscript':
      return file(plain('bash'), 'bash', value('scriptPath'), value('args'), 'cwd')
    case 'batchscript':
      return file(plain('cmd'), '', value('filename'), value('arguments'))
    case 'powershell':
      return /^inline$/i.test(value('targetType'))
        ? { shell: power, inline: 'script', folder: 'workingDirectory' }
        : file(power, 'pwsh', value('filePath') || value('scriptName'), value('arguments'))
    case 'azurepowershell':
      return /^inline/i.test(value('ScriptType')) || (value('Inline') && !value('ScriptPath'))
        ? { shell: power, inline: 'Inline', folder: 'workingDirectory' }
        : file(power, 'pwsh', value('ScriptPath'), value('ScriptArguments'))
    case 'azurecli': {
      const type = value('scriptType').toLowerCase()
      const shell = /^(ps|pscore)$/.test(type) ? power : plain(type === 'batch' ? 'cmd' : 'bash')
      const inline = /^inlinescript$/i.test(value('scriptLocation')) || (value('inlineScript') && !value('scriptPath'))
      if (inline)
        return { shell, inline: value('inlineScript') ? 'inlineScript' : 'script', folder: 'workingDirectory' }
      const program = shell === power ? 'pwsh' : shell.program === 'cmd' ? '' : 'bash'
      return file(shell, program, value('scriptPath'), value('scriptArguments') || value('arguments') || value('args'))
    }
    case 'pythonscript':
      return /^inline$/i.test(value('scriptSource'))
        ? { shell: plain('python'), inline: 'script', folder: 'workingDirectory' }
        : file(plain('bash'), 'python', value('scriptPath'), value('arguments'))
    default:
      return undefined
  }
}
