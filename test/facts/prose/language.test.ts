import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOtherLanguage } from '../../../src/facts/prose/language.ts'

const texts: readonly (readonly [language: string, text: string, other: boolean])[] = [
  ['English', 'When the error rate stays above one percent, roll back to the version before and tell the team.', false],
  [
    'Spanish',
    'Si la tasa de errores sube, la persona de guardia vuelve a la versión anterior con los comandos del plan y avisa al equipo por el canal.',
    true,
  ],
  [
    'Portuguese',
    'Se os erros não baixam, a pessoa de plantão volta para a versão anterior com os comandos do plano e avisa uma equipe.',
    true,
  ],
  [
    'French',
    'Si les erreurs ne baissent pas, la personne de garde revient à la version des jours avant, avec les commandes dans le plan pour cette équipe.',
    true,
  ],
  [
    'German',
    'Wenn die Fehler nicht weniger werden, geht der Dienst mit den Befehlen auf die Version davor zurück und sagt es dem Team.',
    true,
  ],
  ['Japanese', 'エラー率が上がったら、当番は前のバージョンに戻し、チームに知らせる。手順は以下の通り。', true],
  ['Russian', 'Если ошибок становится больше, дежурный возвращает прежнюю версию и сообщает команде.', true],
  ['a list of names', 'auth-service, gateway-service, helm, kubectl, staging, production', false],
  [
    'English with foreign names',
    'Tell María de la Cruz and the team of Los Ángeles when it is done, and check that all of it is up.',
    false,
  ],
]

for (const [language, text, other] of texts) {
  test(`prose in another language: ${language}`, () => assert.equal(isOtherLanguage(text), other))
}
