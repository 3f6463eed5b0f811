import { dirname } from '../../../documents/path.ts'
import { inputValue } from '../known/use.ts'

type Inputs = Readonly<Record<string, string>>

/**
 * The commands that a task puts together from its inputs (learn.microsoft.com, "Azure Pipelines tasks"): what they do is
 * told by the tables of commands, the project that they name decides which tests they are.
 * @param name in lower case, without its version
 * @returns the lines, and the input that holds the folder; undefined for a task that runs no such command
 */
export function taskCommands(
  name: string,
  inputs: Inputs,
): { lines: string[]; folder: string | undefined } | undefined {
  const value = (input: string) => inputValue(inputs, input).trim()
  const joined = (...parts: readonly string[]) => parts.filter(Boolean).join(' ')
  const flag = (option: string, input: string) => (value(input) ? `${option} ${quoted(value(input))}` : '')
  const one = (line: string, folder?: string) => ({ lines: [line], folder })
  const words = (text: string) =>
    text
      .split(/[\n;]+/)
      .map((part) => part.trim())
      .filter(Boolean)
      .map(quoted)
      .join(' ')
  switch (name) {
    case 'dotnetcorecli':
      return one(dotnet(value, words), 'workingDirectory')
    case 'npm':
    case 'npmauthenticate':
      if (name === 'npmauthenticate') return undefined
      return one(
        value('command') === 'custom' ? `npm ${value('customCommand')}` : `npm ${value('command') || 'install'}`,
        'workingDir',
      )
    case 'yarn':
      return one(joined('yarn', value('arguments')), 'projectDirectory')
    case 'maven':
      return one(joined('mvn', flag('-f', 'mavenPomFile'), value('options'), value('goals') || 'package'))
    case 'gradle':
      return one(joined('gradle', value('tasks') || 'build', value('options')), 'workingDirectory')
    case 'gulp':
      return one(joined('gulp', value('targets'), value('arguments')), 'workingDirectory')
    case 'grunt':
      return one(joined('grunt', value('targets'), value('arguments')), 'workingDirectory')
    case 'ant':
      return one(joined('ant', value('targets')))
    case 'go':
      return one(
        joined('go', value('command') === 'custom' ? value('customCommand') : value('command'), value('arguments')),
        'workingDirectory',
      )
    case 'docker':
      return docker(value, joined, flag)
    case 'dockercompose':
      return one(joined('docker-compose', flag('-f', 'dockerComposeFile'), compose(value), value('arguments')))
    case 'helmdeploy':
      return one(helm(value, joined, flag))
    case 'kubernetes':
      return one(
        joined(
          'kubectl',
          value('command') || 'apply',
          flag('-n', 'namespace'),
          value('useConfigurationFile') === 'true' ? flag('-f', 'configuration') : '',
          value('arguments'),
        ),
      )
    case 'kubernetesmanifest':
      return kubernetesManifest(value, joined, flag, words)
    case 'terraformcli':
    case 'terraformtask':
    case 'terraformtaskv1':
    case 'terraformtaskv2':
    case 'terraformtaskv3':
    case 'terraformtaskv4':
    case 'terraformtaskv5':
      return one(
        joined(
          'terraform',
          value('command') === 'custom' ? value('customCommand') : value('command') || 'init',
          value('commandOptions'),
        ),
        'workingDirectory',
      )
    default:
      return undefined
  }
}

type Value = (input: string) => string
type Joined = (...parts: readonly string[]) => string
type Flag = (option: string, input: string) => string

function quoted(text: string): string {
  return /^[\w./@:=$ {}*,+-]*$/.test(text) && !text.includes(' ') ? text : `"${text.replaceAll('"', '')}"`
}

function dotnet(value: Value, words: (text: string) => string): string {
  const command = value('command') || 'build'
  if (command === 'custom') return `dotnet ${value('custom')} ${words(value('projects'))} ${value('arguments')}`
  if (command === 'push') return `dotnet nuget push ${words(value('packagesToPush'))}`
  if (command === 'pack') return `dotnet pack ${words(value('packagesToPack'))} ${value('arguments')}`
  const projects = value('projects') && value('publishWebProjects') !== 'true' ? words(value('projects')) : ''
  return `dotnet ${command} ${projects} ${value('arguments')}`.replace(/\s+/g, ' ')
}

/** `buildAndPush` is the default command; the repository is named without its registry, which the connection holds. */
function docker(value: Value, joined: Joined, flag: Flag) {
  const command = (value('command') || 'buildAndPush').toLowerCase()
  const registry = value('containerRegistry')
  // a connection names its registry in the service alone
  const host = !registry ? '' : /^[\w-]+(\.[\w-]+)+$/.test(registry) ? `${registry}/` : '${CONTAINER_REGISTRY}/'
  const tags = (value('tags') || '${BUILD_BUILDID}')
    .split(/[\n,]+/)
    .map((tag) => tag.trim())
    .filter(Boolean)
  const image = (tag: string) =>
    quoted(value('repository') ? `${host}${value('repository')}:${tag}` : value('imageName') || tag)
  const file = value('Dockerfile') || 'Dockerfile'
  const context = value('buildContext')
  const folder = !context || context === '**' ? dirname(file) || '.' : context
  const build = joined(
    'docker build',
    file.includes('*') ? '' : `-f ${quoted(file)}`,
    ...tags.map((tag) => `-t ${image(tag)}`),
    // the task labels what it builds with the commit, unless it is told not to (DockerV2, "addPipelineData")
    value('addPipelineData') === 'false' ? '' : '--label com.azure.dev.image.build.sourceversion=$BUILD_SOURCEVERSION',
    value('arguments'),
    folder.includes('*') ? '.' : quoted(folder),
  )
  const push = tags.map((tag) => `docker push ${image(tag)}`)
  if (command === 'buildandpush') return { lines: [build, ...push], folder: undefined }
  if (command === 'build') return { lines: [build], folder: undefined }
  if (command === 'push') return { lines: push, folder: undefined }
  if (command === 'build an image')
    return { lines: [joined('docker build', flag('-t', 'imageName'), '.')], folder: undefined }
  if (command === 'push an image') return { lines: [joined('docker push', value('imageName'))], folder: undefined }
  return { lines: [joined('docker', command, value('arguments'))], folder: undefined }
}

/** What it does without an `action` is to run the command that it is given (learn.microsoft.com, "DockerCompose@0"). */
function compose(value: Value): string {
  const action = value('action') || 'Run a Docker Compose command'
  const known: Readonly<Record<string, string>> = {
    'Run services': 'up -d',
    'Build services': 'build',
    'Push services': 'push',
    'Run a Docker Compose command': value('dockerComposeCommand'),
  }
  return known[action] ?? ''
}

function helm(value: Value, joined: Joined, flag: Flag): string {
  const command = value('command') || 'ls'
  const chart = value('chartName') || value('chartPath')
  const set = value('overrideValues')
    ? value('overrideValues')
        .split(/[\n,]+/)
        .map((pair) => `--set ${quoted(pair.trim())}`)
    : []
  const files = value('valueFile')
    ? value('valueFile')
        .split(/[\n,]+/)
        .map((file) => `-f ${quoted(file.trim())}`)
    : []
  if (command === 'upgrade' || command === 'install') {
    const install = command === 'upgrade' && value('install') !== 'false' ? '--install' : ''
    const wait = value('waitForExecution') === 'false' ? '' : '--wait'
    return joined(
      'helm',
      command,
      install,
      quoted(value('releaseName') || 'release'),
      quoted(chart || '.'),
      flag('--namespace', 'namespace'),
      flag('--version', 'version'),
      ...files,
      ...set,
      wait,
      value('arguments'),
    )
  }
  return joined(
    'helm',
    command,
    quoted(value('releaseName')),
    quoted(chart),
    flag('--namespace', 'namespace'),
    value('arguments'),
  )
}

function kubernetesManifest(value: Value, joined: Joined, flag: Flag, words: (text: string) => string) {
  const action = (value('action') || 'deploy').toLowerCase()
  const files = words(value('manifests'))
    .split(' ')
    .filter(Boolean)
    .map((file) => `-f ${file}`)
  const line = (text: string) => ({ lines: [text], folder: undefined })
  if (action === 'deploy') return line(joined('kubectl apply', ...files, flag('--namespace', 'namespace')))
  if (action === 'promote') return line(joined('kubectl apply', ...files, flag('--namespace', 'namespace')))
  if (action === 'reject') return line(joined('kubectl rollout undo', flag('--namespace', 'namespace')))
  if (action === 'patch' || action === 'scale' || action === 'delete') {
    return line(joined('kubectl', action, value('kind'), value('name'), flag('--namespace', 'namespace')))
  }
  return { lines: [], folder: undefined }
}
