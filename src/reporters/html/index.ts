import { createHash } from 'node:crypto'
import type { Reporter } from '../reporter.ts'
import { html } from './escape.ts'
import { filterPart } from './filter.ts'
import { requirementsPart } from './requirements.ts'
import { exceptionsPart, footerPart, lostPart } from './rest.ts'
import { scorecardPart, titlePart } from './scorecard.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/**
 * One page for a compliance lead to hand on: it asks for nothing from anywhere, and says so in a policy that lets only its
 * own style and script (by their hashes) be used.
 */
const page: Reporter = (input) => {
  const { repository, asOf } = input.assessment
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>Assay: ${html(repository.name)}, ${html(asOf)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#requirements">Skip to the requirements</a>',
    `<header>${titlePart(input)}</header>`,
    '<main>',
    lostPart(input),
    scorecardPart(input),
    exceptionsPart(input),
    '<h2 id="requirements" tabindex="-1">Requirements</h2>',
    filterPart(input),
    requirementsPart(input),
    '</main>',
    `<footer>${footerPart(input)}</footer>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ]
    .filter((line, i, lines) => line !== '' || i === lines.length - 1)
    .join('\n')
}

export default page

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`
