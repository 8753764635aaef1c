// SPDX-License-Identifier: EUPL-1.2
// The pages in a browser: node pages.mjs CASE BASE [SIGN_IN_LINK]. Prints what is wrong, one line each, and ends
// with 1 then. Cases are the functions of `cases`; those that look for faults have a control, `…_control`.
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const [, , caseName, base, link, only] = process.argv;
const contract = '/organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C01';
const money = '/organisations/sopot/contracts/BG05M9OP001-2.005-9999-C01';
// Address below /bg or /en, and the status that it answers with.
const pages = [
  ['/', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013/document', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013/report', 200],
  ['/organisations/sopot/plans/sopot-romact-2016', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013/versions', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013/values?under=measure.1.1&path=measure.1.1.activity', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013/adoptions', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013/links', 200],
  ['/organisations/lyubimets/plans/lyubimets-2013/changes', 200],
  ['/organisations/lyubimets/strategies', 200],
  ['/organisations/-/changes', 200],
  ['/organisations/-/import', 200],
  ['/organisations/sopot/groundwork', 200],
  [contract, 200],
  [`${contract}/budget?as_of=2018-01-01&known_at=`, 200],
  [`${contract}/money`, 200],
  [`${contract}/money?currency=EUR&as_of=2018-01-01&known_at=`, 200],
  [`${contract}/deadlines?as_of=2018-09-01`, 200],
  [`${money}/packages`, 200],
  [`${money}/packages/2`, 200],
  [`${money}/claims/2`, 200],
  [`${money}/claims/2?amounts=five`, 200],
  [`${money}/costs/4`, 200],
  [`${money}/costs/5`, 200],
  [`${money}/orders`, 200],
  [`${money}/bank`, 200],
  [`${money}/corrections`, 200],
  [`${money}/revalidations`, 200],
  [`${contract}/revalidations`, 200],
  [`${money}/incomes`, 200],
  [`${contract}/incomes`, 200],
  [`${money}/debts?as_of=2019-05-31`, 200],
  [`${money}/debts/1?as_of=2019-05-31`, 200],
  [`${money}/journal?line=3.1`, 200],
  [`${money}/claims/1`, 200],
  [`${contract}/bank`, 200], // Nothing was imported.
  [`${contract}/orders`, 200],
  [`${contract}/debts`, 200],
  [`${contract}/debts?as_of=2018-02-31`, 400],
  [`${money}/debts?as_of=2018-02-31`, 400],
  [`${money}/claims/99`, 404],
  [`${contract}/budget?as_of=2018-02-31`, 400],
  ['/?number=no-such-number', 404],
  ['/organisations/-/plans/no-such-plan', 404],
].filter(([address]) => !only || new RegExp(only).test(address)); // A fifth argument looks at some of them only.
const languages = ['bg', 'en'];
// 320 px are also what is left of 1,280 px at 400 % zoom.
const widths = [320, 768, 1280];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

const wrong = [];
const expect = (holds, sentence) => { if (!holds) wrong.push(sentence); };

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
let session; // Cookies of who is signed in.
if (link) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(link);
  await page.locator('main button').click();
  await page.waitForURL(`${base}/**`);
  session = await context.storageState();
  await context.close();
}

async function open(options = {}) {
  const context = await browser.newContext({ storageState: session, viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(60_000); // Tests run side by side.
  // What the browser would report: violations of the policy, and everything on its console.
  const reports = [];
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
  });
  const page = await context.newPage();
  page.on('console', (message) => reports.push(message.text()));
  page.on('pageerror', (error) => reports.push(error.message));
  return { context, page, reports };
}

// Chromium tells of every answer from 400 on; that is no report about the page.
const isReport = (text) => !/^Failed to load resource: the server responded with a status of 4/.test(text);

// Whatever is wider than the window, outside of regions that scroll.
const overflow = () => {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const element of document.querySelectorAll('main *')) {
    if (element.closest('.t-scroll, .govuk-visually-hidden, svg') && !element.matches('.t-scroll')) continue;
    const right = element.getBoundingClientRect().right;
    if (right > width + 1) found.push(`<${element.localName} class="${element.className}"> ends at ${Math.round(right)} px`);
  }
  return found.slice(0, 3);
};

const headings = () => {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => Number(h.localName[1]));
  const found = levels.filter((level) => level === 1).length === 1 ? [] : ['there is not exactly one h1'];
  levels.forEach((level, i) => { if (level > (levels[i - 1] ?? level) + 1) found.push(`h${level} follows h${levels[i - 1]}`); });
  return found;
};

async function axe(page) {
  // Without frames the other mode only opens a tab for nothing.
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode(true).analyze();
  return violations.map((each) => `axe ${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

// Everything about one address that a reader without a mouse, without colours or with a small screen notices.
async function look({ page, reports }, address, status, language) {
  reports.length = 0;
  const response = await page.goto(base + address);
  const found = response.status() === status ? [] : [`status ${response.status()}, not ${status}`];
  found.push(...await page.evaluate(overflow));
  found.push(...await page.evaluate(headings));
  const lang = await page.evaluate(() => document.documentElement.lang);
  if (lang !== language) found.push(`lang is ${lang}`);
  found.push(...reports.filter(isReport));
  found.push(...await axe(page));
  for (const each of found) wrong.push(`${address} at ${page.viewportSize().width} px: ${each}`);
}

// The real head and headers of a page, with a body of our own.
async function openSpoiled(body) {
  const { context, page, reports } = await open({ viewport: { width: 320, height: 800 } });
  await page.route(`${base}/bg/`, async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({ response, body: text.replace(/<main[\s\S]*<\/main>/, body) });
  });
  await page.goto(`${base}/bg/`);
  return { context, page, reports };
}

const cases = {
  // Status, policy, console, axe, headings, language and width of each page.
  async look() {
    for (const width of widths) {
      for (const language of languages) {
        // One tab for all: a new one costs more than a page.
        const tab = await open({ viewport: { width, height: 800 } });
        for (const [address, status] of pages) await look(tab, `/${language}${address}`, status, language);
        await look(tab, `/problems/NOT_FOUND?lang=${language}`, 200, language);
        if (link) await look(tab, `/sign-in?lang=${language}`, 200, language);
        await tab.context.close();
      }
    }
  },

  // That `look` is not silent because it sees nothing.
  async look_control() {
    const { context, page, reports } = await openSpoiled(`<main><h1>x</h1><h3>y</h3><p style="width: 900px">wide</p>
      <img src="/assets/icon.svg"><script>document.title = 'run'</script><div class="wide-table"><table><tr><td>${'wide'.repeat(200)}</td></tr></table></div></main>`);
    // The browser reports when it finds the time.
    const reported = async (directive) => {
      for (let probe = 0; probe < 200 && !reports.some((text) => text.includes(directive)); probe++) await page.waitForTimeout(25);
      return reports.some((text) => text.includes(directive));
    };
    expect(await reported('policy: style-src'), 'an inline style was not reported');
    expect(await reported('policy: script-src'), 'an inline script was not reported');
    expect((await page.title()) !== 'run', 'an inline script was run');
    expect((await page.evaluate(headings)).includes('h3 follows h1'), 'a skipped heading was not found');
    expect((await page.evaluate(overflow)).length > 0, 'a page that is too wide was not found');
    expect((await axe(page)).some((text) => text.startsWith('axe image-alt')), 'axe did not find an image without text');
    await context.close();
  },

  // The same words with and without JavaScript.
  async no_script() {
    for (const [address] of pages) {
      const words = [];
      for (const javaScriptEnabled of [true, false]) {
        const { context, page } = await open({ javaScriptEnabled });
        await page.goto(`${base}/bg${address}`);
        // The number of a refused request is another one each time.
        words.push((await page.locator('body').innerText()).replace(/[0-9a-f]{32}/, ''));
        await context.close();
      }
      expect(words[0] === words[1] && words[0].length > 100, `/bg${address} says something else without JavaScript`);
    }
    const scripted = (await (await fetch(`${base}/sign-in`)).text()).match(/<script/g);
    expect(scripted === null, 'a page has a script');
  },

  // The Tab key alone: every link and control in the order of the page, each visibly focused.
  async keyboard() {
    for (const [address] of pages) {
      const { context, page } = await open({ viewport: { width: 768, height: 800 } });
      await page.goto(`${base}/en${address}`);
      for (const each of await walk(page)) wrong.push(`/en${address}: ${each}`);
      await context.close();
    }
  },

  async keyboard_control() {
    const { context, page } = await openSpoiled(`<main><a href="#b" tabindex="2">first</a> <a href="#b">second</a>
      <div class="t-scroll"><a href="#c">third</a></div></main>`);
    const found = await walk(page);
    expect(found.some((text) => text.includes('order')), 'an order that the page does not have was not found');
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { outline: none !important; box-shadow: none !important; background: none !important; color: #000 !important; border-color: #000 !important; text-decoration: none !important }');
      document.adoptedStyleSheets = [sheet];
    });
    expect((await walk(page)).some((text) => text.includes('focus')), 'a focus that cannot be seen was not found');
    await context.close();
  },

  // The skip link leads past the header.
  async skip_link() {
    const { context, page } = await open();
    await page.goto(`${base}/bg/`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement.closest('main') !== null);
    expect(inside, 'behind the skip link the focus is not in the content');
    await context.close();
  },

  // What is drawn and its twin table say the same, and bars lie where their days are.
  async gantt() {
    for (const language of languages) {
      const { context, page } = await open();
      await page.goto(`${base}/${language}${contract}/deadlines?as_of=2018-09-01`);
      for (const each of await page.evaluate(compareGantt)) wrong.push(`${language}: ${each}`);
      await context.close();
    }
  },

  async gantt_control() {
    const { context, page } = await open();
    await page.goto(`${base}/bg${contract}/deadlines?as_of=2018-09-01`);
    await page.evaluate(() => document.querySelectorAll('.t-gantt__bar')[1].setAttribute('width', '12%'));
    expect((await page.evaluate(compareGantt)).length === 1, 'a bar that is too short was not found');
    await page.evaluate(() => document.querySelector('#gantt-table tbody tr').remove());
    expect((await page.evaluate(compareGantt)).length > 1, 'a row that is missing in the table was not found');
    await context.close();
  },

  // Days are asked for by a form, kept in the address, and in the other language, too.
  async form() {
    const { context, page } = await open({ javaScriptEnabled: false });
    await page.goto(`${base}/bg${contract}/budget`);
    await page.locator('#as_of').fill('2017-09-30');
    await page.keyboard.press('Enter');
    await page.waitForURL(/as_of=2017-09-30/);
    expect((await page.locator('main').innerText()).includes('30.09.2017\u00a0г.'), 'the day is not shown');
    expect((await page.locator('.t-command').innerText()).includes('--as-of 2017-09-30'), 'the command lacks the day');
    await page.locator('header nav a').click();
    expect(page.url().includes('/en/') && page.url().includes('as_of=2017-09-30'), 'the other language lost the day');
    await page.goto(`${base}/bg/`);
    await page.locator('#number').fill('BG05М9ОР001-2.005-0063-C01'); // With Cyrillic letters.
    await page.keyboard.press('Enter');
    await page.waitForURL(`${base}/bg${contract}`);
    await context.close();
  },

  // A project is linked with a measure and the link is ended again, by forms alone; what is wrong stands at its field.
  async plan_forms() {
    const { context, page } = await open({ viewport: { width: 320, height: 800 } });
    const links = `${base}/bg/organisations/lyubimets/plans/lyubimets-2013/links`;
    await page.goto(links);
    const before = await page.locator('.t-details').count();
    await page.locator('#measure').selectOption('1.1');
    await page.locator('#share').fill('140');
    await page.locator('.t-form button').click();
    expect(await page.locator('.govuk-error-summary').isVisible(), 'a link to no project was not refused');
    expect(await page.locator('#share').inputValue() === '140', 'what was typed is lost');
    expect(await page.locator('#measure').inputValue() === '1.1', 'what was chosen is lost');
    for (const each of [...await page.evaluate(overflow), ...await axe(page)]) wrong.push(`the refused form: ${each}`);
    await page.locator('#share').fill('40,5');
    await page.locator('#external').fill('Проект за домашни грижи');
    await page.locator('#source').fill('справка');
    await page.locator('.t-form button').click();
    await page.waitForURL(`${links}?done=linked`);
    expect((await page.locator('main').innerText()).includes('Проект за домашни грижи'), 'the link is not shown');
    const made = page.locator('tr', { hasText: 'Проект за домашни грижи' });
    await made.locator('summary').click();
    await made.locator('input[name=reason]').fill('само проба');
    await made.locator('button').click();
    await page.waitForURL(`${links}?done=unlinked`);
    expect(await page.locator('.t-details').count() === before, 'the link was not ended');
    const values = `${base}/bg/organisations/lyubimets/plans/lyubimets-2013/values`;
    await page.goto(`${values}?under=measure.1.1&path=measure.1.1.activity`);
    const read = await page.locator('#value').inputValue();
    await page.locator('#value').fill(`${read} (поправено)`);
    await page.locator('form', { has: page.locator('#value') }).locator('button').click();
    expect(await page.locator('#reason-error').isVisible(), 'a correction without a reason was not refused');
    expect(await page.locator('#value').inputValue() === `${read} (поправено)`, 'the typed correction is lost');
    for (const each of [...await page.evaluate(overflow), ...await axe(page)]) wrong.push(`the refused correction: ${each}`);
    await page.locator('#reason').fill('само проба');
    await page.locator('form', { has: page.locator('#value') }).locator('button').click();
    await page.waitForURL(/done=corrected/);
    expect((await page.locator('main').innerText()).includes(`${read} (поправено)`), 'the correction is not shown');
    await page.goto(`${base}/bg/organisations/lyubimets/plans/lyubimets-2013/versions`);
    await page.locator('tr', { hasText: 'само проба' }).getByRole('link').first().click();
    await page.locator('#back_reason').fill('пробата свърши');
    await page.locator('form', { has: page.locator('#back_reason') }).locator('button').click();
    await page.waitForURL(/done=taken_back/);
    const changes = `${base}/bg/organisations/lyubimets/plans/lyubimets-2013/changes`;
    await page.goto(changes);
    await page.locator('.t-form button').click();
    await page.waitForURL(`${changes}?done=subscribed`);
    await page.locator('.t-list button').first().click();
    await page.waitForURL(`${changes}?done=unsubscribed`);
    await context.close();
  },

  // A document is read, shown with what was not understood, and stored only when that was seen.
  async import_form() {
    const { context, page } = await open({ viewport: { width: 320, height: 800 } });
    const document = ['ГОДИШЕН ПЛАН ЗА РАЗВИТИЕ НА СОЦИАЛНИТЕ УСЛУГИ В ОБЩИНА ЛЮБИМЕЦ ЗА 2019 ГОДИНА', '',
      '№\tМярка\tСума\tОтговорник', '1\tТопъл обяд\t1О00 лв.\tОбщина Любимец', '\tОбщо\t1000 лв.\t', ''].join('\n');
    await page.goto(`${base}/bg/organisations/-/import`);
    await page.locator('#document').setInputFiles({ name: 'план 2019.txt', mimeType: 'text/plain', buffer: Buffer.from(document) });
    await page.locator('.t-form button').click();
    const read = await page.locator('main').innerText();
    for (const each of ['план 2019.txt', 'lyubimets-2019', 'ред 4', '1О00 лв', 'Топъл обяд'])
      expect(read.includes(each), `what was read does not name ${each}`);
    for (const each of [...await page.evaluate(overflow), ...await page.evaluate(headings), ...await axe(page)]) wrong.push(`what was read: ${each}`);
    const store = page.locator('form', { has: page.locator('input[name=kept]') });
    await store.locator('button').click();
    expect(await page.locator('.govuk-error-summary').isVisible(), 'it was stored although nobody accepted what was not understood');
    await store.locator('input[name=partial]').check();
    await store.locator('button').click();
    await page.waitForURL(`${base}/bg/organisations/lyubimets/plans/lyubimets-2019?done=stored`);
    expect((await page.locator('main').innerText()).includes('Топъл обяд'), 'the plan that was stored is not shown');
    await context.close();
  },

  // With forced colours states keep a border, and printed pages lose nothing at the right edge.
  async media() {
    const { context, page } = await open();
    await page.goto(`${base}/bg/organisations/lyubimets/plans/lyubimets-2013`);
    await page.emulateMedia({ forcedColors: 'active' });
    const border = await page.evaluate(() => getComputedStyle(document.querySelector('.t-state')).borderTopColor);
    expect(border !== 'rgba(0, 0, 0, 0)', 'with forced colours a state has no border');
    await context.close();
    const paper = await open({ viewport: { width: 1016, height: 700 } }); // A4, landscape, with its margins.
    for (const [address, status] of pages) {
      if (status !== 200) continue;
      await paper.page.goto(`${base}/bg${address}`);
      await paper.page.emulateMedia({ media: 'print' });
      const cut = await paper.page.evaluate(() => [...document.querySelectorAll('.t-scroll')]
        .filter((region) => region.scrollWidth > region.clientWidth + 1).map((region) => region.getAttribute('aria-labelledby')));
      expect(cut.length === 0, `/bg${address}: cut when printed: ${cut.join(', ')}`);
      expect(!(await paper.page.locator('header nav').isVisible()), `/bg${address}: the language switch is printed`);
    }
    await paper.context.close();
  },
};

// Walks with the Tab key to the end of the page; tells of what is out of order or not visibly focused.
async function walk(page) {
  const expected = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
      .filter((element) => element.checkVisibility());
    all.forEach((element, i) => element.setAttribute('data-walk', i));
    const parts = ['outlineStyle', 'outlineWidth', 'boxShadow', 'backgroundColor', 'color', 'textDecorationLine', 'borderTopColor', 'left', 'position'];
    window.styleOf = (element) => { const style = getComputedStyle(element); return parts.map((part) => style[part]).join(';'); };
    window.before = all.map(window.styleOf);
    return all.length;
  });
  const found = [];
  const order = [];
  for (let step = 0; step < expected * 3 + 10; ++step) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body || !element.hasAttribute('data-walk')) return null;
      const i = Number(element.getAttribute('data-walk'));
      const box = element.getBoundingClientRect();
      return { i, seen: window.before[i] !== window.styleOf(element), inView: box.bottom > 0 && box.top < innerHeight, html: element.outerHTML.slice(0, 100) };
    });
    if (at === null) break;
    // A field for a day has several stops of its own.
    if (order.at(-1) === at.i) continue;
    order.push(at.i);
    if (!at.seen) found.push(`the focus cannot be seen on ${at.html}`);
    if (!at.inView) found.push(`the focus is out of view on ${at.html}`);
  }
  const wanted = [...Array(expected).keys()];
  if (order.join() !== wanted.join()) found.push(`the order of the Tab key is ${order.join()}, not 0 to ${expected - 1}`);
  return found;
}

// In the page: compares the chart with its twin.
function compareGantt() {
  const found = [];
  const day = (iso) => Date.parse(`${iso}T00:00:00Z`) / 86400000;
  const percent = (element, name) => Number.parseFloat(element.getAttribute(name));
  const chart = document.querySelector('.t-gantt > svg');
  const table = document.getElementById(chart.getAttribute('aria-describedby'));
  const drawn = [...chart.querySelectorAll('.t-gantt__row')].map((row) => {
    const bar = row.querySelector('.t-gantt__bar');
    const due = row.querySelector('.t-gantt__at');
    const words = [...row.querySelectorAll(':scope > text')].map((text) => text.textContent).join(' ');
    return { words, bar, due };
  });
  const rows = [...table.tBodies[0].rows].map((row) => {
    const [from, to] = [...row.querySelectorAll('time')];
    return { name: row.cells[0].textContent, from, to };
  });
  if (rows.length !== drawn.length) found.push(`${drawn.length} rows are drawn, ${rows.length} are in the table`);
  // The scale, from the first bar: percent of one day.
  const scale = percent(drawn[0].bar, 'width') / (day(rows[0].to.dateTime) - day(rows[0].from.dateTime) + 1);
  const zero = day(rows[0].from.dateTime) - percent(drawn[0].bar, 'x') / scale;
  const near = (a, b) => Math.abs(a - b) < 0.05;
  drawn.forEach(({ words, bar, due }, i) => {
    const row = rows[i];
    if (!row) return;
    const days = bar ? `${row.from.textContent}\u00a0–\u00a0${row.to.textContent}` : row.from.textContent;
    if (words !== `${row.name}, ${days}`) found.push(`drawn "${words}", in the table "${row.name}, ${days}"`);
    const from = (day(row.from.dateTime) - zero) * scale;
    const length = (day(row.to.dateTime) - day(row.from.dateTime) + 1) * scale;
    if (bar && !(near(percent(bar, 'x'), from) && near(percent(bar, 'width'), length))) found.push(`the bar of "${row.name}" is not where its days are`);
    if (due && !near(percent(due, 'x'), from + scale / 2)) found.push(`the mark of "${row.name}" is not at its day`);
  });
  return found;
}

try {
  await cases[caseName]();
} catch (error) {
  wrong.push(`${caseName}: ${error.stack}`);
}
await browser.close();
for (const sentence of wrong) console.log(sentence);
process.exit(wrong.length > 0 ? 1 : 0);
