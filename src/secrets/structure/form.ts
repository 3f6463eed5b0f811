import { basename } from '../../documents/path.ts'
import type { Form } from './pair.ts'

const byEnding: ReadonlyMap<string, Form> = new Map(
  Object.entries({
    yaml: 'yaml yml sls eyaml',
    json: 'json jsonc json5 tfstate webmanifest har postman_collection postman_environment',
    env: 'env envrc',
    properties: 'properties npmrc yarnrc prefs',
    ini: 'ini cfg cnf conf config_ini editorconfig gitconfig s3cfg pypirc reg inf service netrc esmtprc muttrc credentials',
    toml: 'toml',
    hcl: 'tf tfvars hcl nomad',
    xml: 'xml config csproj vbproj fsproj props targets xhtml html htm vue_html jsp aspx cshtml plist resx wsdl xsd pom nuspec pubxml ftl jelly svg rdlc dtsx',
    dockerfile: 'dockerfile containerfile',
    shell: 'sh bash zsh fish ksh bat cmd mk make command',
    sql: 'sql ddl dml psql pgsql plsql',
    http: 'http rest',
    notebook: 'ipynb',
    prose: 'md markdown mdx rst txt adoc asciidoc org tex log text csv tsv textile wiki',
  }).flatMap(([form, endings]) => endings.split(' ').map((ending) => [ending, form as Form])),
)

const byName: ReadonlyMap<string, Form> = new Map([
  ['dockerfile', 'dockerfile'],
  ['containerfile', 'dockerfile'],
  ['makefile', 'shell'],
  ['gnumakefile', 'shell'],
  ['justfile', 'shell'],
  ['procfile', 'shell'],
  ['vagrantfile', 'code'],
  ['gemfile', 'code'],
  ['rakefile', 'code'],
  ['jenkinsfile', 'code'],
  ['.netrc', 'ini'],
  ['_netrc', 'ini'],
  ['.bashrc', 'shell'],
  ['.bash_profile', 'shell'],
  ['.profile', 'shell'],
  ['.zshrc', 'shell'],
  ['.bash_history', 'shell'],
  ['.gitconfig', 'ini'],
  ['credentials', 'ini'],
  ['config', 'ini'],
  ['.dockercfg', 'json'],
  ['.ftpconfig', 'json'],
  ['.babelrc', 'json'],
  ['.eslintrc', 'json'],
  ['.condarc', 'yaml'],
  ['hub', 'yaml'],
  ['readme', 'prose'],
  ['hosts', 'ini'],
  ['inventory', 'ini'],
])

/** Endings that say nothing of the form: what stands before them does (`values.yaml.tpl`, `.env.example`). */
const wrappings = new Set(
  'tpl tmpl template j2 jinja jinja2 erb ejs example sample dist bak backup old orig in local dev development prod production test testing staging default mustache hbs gotmpl'.split(
    ' ',
  ),
)

/** The form of a file by its name; a text without one is told by its first characters. */
export function formOf(file: string, content: string): Form {
  const name = basename(file).toLowerCase()
  const named = byName.get(name)
  if (named !== undefined) return named === 'ini' ? bySight(content, named) : named
  if (/^(?:docker|container)file(?:[._-]|$)/.test(name)) return 'dockerfile'
  const parts = name.split('.')
  while (parts.length > 1) {
    const ending = parts.pop() as string
    const form = byEnding.get(ending)
    if (form !== undefined) return form === 'ini' || ending === 'config' ? bySight(content, form) : form
    if (codeEndings.has(ending)) return 'code'
    if (wrappings.has(ending)) continue
    if (/^\.?env(?:[._-]|$)/.test(name)) return 'env'
    // settings of a tool that is called so, and no ending: `.sentryclirc`, `.databrickscfg`
    const isName = parts.length === 1 && parts[0] === ''
    return bySight(content, isName ? 'ini' : 'code')
  }
  if (/^\.?env(?:[._-]|$)/.test(name)) return 'env'
  return bySight(content, name.startsWith('.') || !name.includes('.') ? 'ini' : 'code')
}

const codeEndings = new Set(
  'js jsx ts tsx mjs cjs mts cts vue svelte py pyi rb go java kt kts scala groovy gradle cs vb fs php rs swift c h cc cpp hpp m mm pl pm lua dart ex exs erl clj elm hs r jl bicep proto graphql gql css scss sass less pug haml slim astro ps1 psm1 psd1 pp sol nix zig'.split(
    ' ',
  ),
)

/** Whether a file is called as programs are: `history.js` is no text about the history. */
export const isProgramName = (name: string): boolean => codeEndings.has(name.slice(name.lastIndexOf('.') + 1))

/** A configuration file may be anything: its first character tells JSON and XML, a hash-bang tells a script. */
function bySight(content: string, otherwise: Form): Form {
  const head = content.slice(0, 200).trimStart()
  if (head.startsWith('#!')) return /^#!\S*\b(?:env\s+)?(?:\w*sh)\b/.test(head) ? 'shell' : 'code'
  if (/^\{(?!\{)/.test(head)) return 'json'
  if (head.startsWith('<')) return head.startsWith('<?php') ? 'code' : 'xml'
  if (head.startsWith('---')) return 'yaml'
  return otherwise
}
