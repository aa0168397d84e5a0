// Improves pages that work without it. Holds nothing the server lacks.

// What pages say in another language, by what it is in English.
const words = JSON.parse(document.body.dataset.words ?? '{}');
const t = (text, part) => (words[text] ?? text).replace('{0}', part);

const say = text => { document.getElementById('said-softly').textContent = text; };

// After a refusal the summary comes first; its links go to the field and select what the guard found.
document.querySelector('[data-focus]')?.focus();
document.addEventListener('click', event => {
  const field = event.target.matches('.problem a') && document.getElementById(event.target.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest('details')?.setAttribute('open', '');
  const target = field.querySelector('input') ?? field;
  target.focus();
  target.scrollIntoView({ block: 'center' });
  const [start, end] = (target.dataset.ranges ?? '').split(/[- ]/);
  if (end) target.setSelectionRange(start, end);
});

// What the guard found: a placeholder takes its place, and every range follows what is typed.
const findings = box => {
  const field = document.getElementById(box.dataset.findings);
  const items = [...box.querySelectorAll('[data-range]')];
  const rangeOf = item => item.dataset.range.split('-').map(Number);
  const acts = item => item.querySelector('fieldset');
  const open = () => items.filter(item => !acts(item).disabled);
  let known = field.value;
  field.addEventListener('input', () => {
    const now = field.value, most = Math.min(now.length, known.length);
    let from = 0, tail = 0;
    while (from < most && now[from] === known[from]) from++;
    while (tail < most - from && now.at(-1 - tail) === known.at(-1 - tail)) tail++;
    const to = known.length - tail, moved = now.length - known.length;
    known = now;
    for (const item of open()) {
      const [start, end] = rangeOf(item);
      if (end <= from) continue;
      acts(item).disabled = start < to;
      if (start < to) continue;
      item.dataset.range = `${start + moved}-${end + moved}`;
      item.querySelectorAll('select, input').forEach(f => { f.name = `${f.name.slice(0, 4)}-${field.name}-${item.dataset.range}-${item.dataset.rule}`; });
    }
    box.querySelector('.marked').hidden = true;
    field.dataset.ranges = open().map(item => item.dataset.range).join(' ');
  });
  box.addEventListener('click', event => {
    if (!event.target.matches('[data-replace]')) return;
    event.preventDefault();
    const one = event.target.closest('[data-range]');
    for (const item of one ? [one] : open().filter(i => 'word' in i.dataset).reverse()) {
      field.setRangeText(item.dataset.word, ...rangeOf(item), 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (!one) event.target.hidden = true;
    field.focus();
    const left = open().length;
    say(`${one?.dataset.word ? t('Replaced with {0}.', one.dataset.word) : t('Done.')} ${left ? t('{0} left.', left) : t('Nothing marked is left.')}`);
  });
};

// The whole answer as a document; no text is turned into markup here.
const ask = (address, body) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open(body ? 'POST' : 'GET', address);
  request.responseType = 'document';
  request.onload = () => request.response ? resolve(request.response) : reject();
  request.onerror = reject;
  request.send(body);
});

const debounce = (wait, act) => {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, wait); };
};

const REFERENCE = /^CR[1-9]\d{0,8}-?([0-9A-HJKMNP-TV-Z]{5}-?){4}[0-9A-HJKMNP-TV-Z]$/i;
const CASES = 'report-caseReferences';

// A case id leaves in the request that exchanges it, and in no other.
const bodyOf = form => {
  const body = new FormData(form);
  if (body.has(CASES)) body.set(CASES, body.get(CASES).split('\n').filter(line => REFERENCE.test(line.trim())).join('\n'));
  return body;
};

// Case ids become references as soon as they are pasted, or when the field is left.
const exchange = form => {
  const { [CASES]: field, caseSource } = form.elements;
  const note = form.querySelector('[data-exchanged]');
  let asked = '';
  const run = async () => {
    const lines = field.value.split('\n').map(line => line.trim()).filter(Boolean);
    const body = new FormData();
    for (const name of ['__RequestVerificationToken', 'caseSource']) body.set(name, form.elements[name]?.value ?? '');
    body.set(CASES, lines.join('\n'));
    const question = [...body.values()].join('\n');
    if (question === asked || lines.every(line => REFERENCE.test(line))) return;
    asked = question;
    try {
      const { references, note: said } = await (await fetch(form.dataset.exchange, { method: 'POST', body })).json();
      field.value = field.value.split('\n').map(line => references[lines.indexOf(line.trim())] ?? line).join('\n');
      note.textContent = said;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    } catch {
      asked = '';
      note.textContent = t('Case ids are not exchanged yet: no connection. They are when you send.');
    }
  };
  field.addEventListener('change', run);
  field.addEventListener('paste', () => setTimeout(run));
  caseSource?.addEventListener('change', run);
  run();
};

const filing = form => {
  exchange(form);
  if (form.dataset.filing !== 'draft') return;
  lookAlikes(form);
  autosave(form);
};

const lookAlikes = form => {
  let asked = '';
  const look = debounce(150, async () => {
    const words = ['title', 'question', 'pattern', 'surprise', 'clause'].map(n => form.elements[`report-${n}`]?.value.trim()).join('\n');
    if (words === asked || words.trim().length < 8) return;
    asked = words;
    const body = bodyOf(form);
    try {
      const list = (await ask(form.dataset.lookAlikes, body)).querySelector('[data-alikes]');
      const old = form.querySelector('[data-alikes]');
      if (words !== asked || !list || old.contains(document.activeElement)) return;
      // An answer given meanwhile stays, and the field in use does not move.
      for (const { id, name } of old.querySelectorAll(':checked')) {
        const same = list.querySelector(`#${id}`);
        same?.setAttribute('checked', '');
        if (!same && !body.has(name)) { asked = ''; return look(); }
      }
      const at = document.activeElement, top = at.getBoundingClientRect().top;
      old.replaceWith(list);
      enliven(list);
      if (form.contains(at)) scrollBy({ top: at.getBoundingClientRect().top - top, behavior: 'instant' });
      const found = list.querySelector('[data-say]');
      if (found) say(found.dataset.say);
    } catch { asked = ''; }
  });
  form.addEventListener('input', look);
  look();
};

const autosave = form => {
  const status = form.querySelector('[data-saved]');
  let under = null, waiting = false;
  const send = async () => {
    const body = bodyOf(form);
    body.set('act', 'save');
    try {
      const response = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: document.hidden });
      const saved = await response.json();
      status.textContent = saved.said;
      form.querySelectorAll('.field').forEach(f => f.classList.toggle('unsaved', saved.fields.some(id => f.contains(document.getElementById(id)))));
      for (const name in saved.hidden) form.elements[name].value = saved.hidden[name];
      if (response.ok) {
        history.replaceState(null, '', saved.address);
        form.action = saved.address;
        form.querySelector('[data-discard]')?.removeAttribute('hidden');
      }
    } catch {
      status.textContent = t('Not saved: no connection. Your text is still here.');
    }
    under = null;
    if (waiting) later();
  };
  const save = () => {
    if (under || !waiting) return;
    waiting = false;
    under = send();
  };
  const later = debounce(2000, save);
  form.addEventListener('input', () => { waiting = true; later(); });
  // Who closes the window does not wait.
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  // Sending waits for a save under way and carries the version it made.
  form.addEventListener('submit', async event => {
    waiting = false;
    if (!under) return;
    event.preventDefault();
    await under;
    form.requestSubmit(event.submitter);
  });
};

// The outlet for programs says that something came; the page says what.
const tail = box => {
  const [rows, state, toggle, cursor] = ['events', 'tail-state', 'tail-toggle', 'cursor'].map(part => document.querySelector(`[data-${part}]`));
  const from = address => address + encodeURIComponent(cursor.textContent);
  const tell = text => { state.textContent = text; };
  const live = () => tell(fresh ? t('Live. New events: {0}.', fresh) : t('Live.'));
  const lost = () => tell(t('Connection lost; trying again from the cursor.'));
  let source = null, fresh = 0;
  const load = debounce(100, async () => {
    try {
      const page = await ask(from(box.dataset.rows));
      const came = [...page.querySelectorAll('[data-events] tr')];
      cursor.textContent = page.querySelector('[data-cursor]').textContent;
      came.forEach(row => row.classList.add('fresh'));
      rows.prepend(...came);
      fresh += came.length;
      live();
      if (came.length) load();
    } catch { lost(); }
  });
  const run = () => {
    toggle.textContent = 'Pause';
    const mine = source = new EventSource(from(box.dataset.tail));
    mine.onopen = live;
    mine.onerror = () => {
      lost();
      if (mine.readyState === EventSource.CLOSED) setTimeout(() => mine === source && run(), 10000);
    };
    for (const type of box.dataset.types.split(' ')) mine.addEventListener(type, load);
  };
  toggle.hidden = false;
  toggle.addEventListener('click', () => {
    if (!source) return run();
    source.close();
    source = null;
    toggle.textContent = 'Resume';
    tell('Paused.');
  });
  run();
};

// The queue: one stop for Tab, and a preview that follows the focus. A decision sends its form.
const desk = board => {
  const find = what => board.querySelector(what);
  const rowOf = id => find(`[data-row="${id}"]`);
  const title = row => row?.querySelector('.row-title');
  const tell = text => { find('[data-desk-said]').textContent = text; };
  const offline = () => tell(t('No connection, so nothing is done. The gap is still here, with what you typed.'));
  let row, last;

  const rove = to => {
    row = to;
    if (singleKeys) board.querySelectorAll('[data-row] :is(a, input)').forEach(e => { e.tabIndex = e === title(row) ? 0 : -1; });
  };

  const swap = (page, ...parts) => parts.forEach(part => {
    const now = page.querySelector(part);
    document.querySelector(part).replaceWith(now);
    enliven(now);
  });

  // Posted: others see who looks.
  const show = async () => {
    const id = row.dataset.row, shown = () => find('[data-pane]').dataset.pane === id;
    if (shown()) return;
    const page = await ask(`/gaps/${id}/desk/look?${board.dataset.at}`, new FormData(document.querySelector('[action="/sign-out"]')));
    if (row.dataset.row === id && !shown()) swap(page, '[data-pane]');
  };
  const follow = debounce(250, () => show().catch(() => {}));

  const open = async key => {
    await show();
    const act = find(`[data-key="${key}"]`);
    if (!act) return tell(t('{0} does not allow that as it stands.', row.dataset.row));
    act.open = true;
    act.querySelector('select, textarea, input:not([type=hidden])').focus();
  };

  const refresh = async id => {
    const picked = new URLSearchParams(new FormData(find('[data-list] form') ?? undefined));
    swap(await ask(`${board.dataset.desk}${id}&${picked}`), '[data-list]', '[data-pane]', '[data-counts]');
    rove(rowOf(id) ?? find('[data-row]'));
    (title(row) ?? find('[data-pane]')).focus();
  };

  document.addEventListener('submit', async event => {
    const form = event.target, undoes = form.matches('.said-act');
    if (!undoes && !form.matches('[data-pane] form')) return;
    event.preventDefault();
    if (form.ariaBusy) return;
    form.ariaBusy = true;
    const id = find('[data-pane]').dataset.pane, at = rowOf(id);
    try {
      const answer = await ask(form.action, new FormData(form, event.submitter));
      const [problem, said, undo] = ['[data-focus]', '#said', '.said-act'].map(part => answer.querySelector(part));
      if (problem) {
        tell(`Not done. ${problem.querySelector('li').textContent}`);
        if (!undoes) { swap(answer, '[data-pane]'); find('[data-focus]').focus(); }
      } else if (said?.textContent) {
        document.querySelector('.said-act')?.remove();
        if (undo) find('[data-desk-bar]').append(undo);
        tell(said.textContent + (undo && singleKeys ? t(' Press U to undo.') : ''));
        refresh(undoes ? last : (at?.nextElementSibling ?? at?.previousElementSibling)?.dataset.row).catch(() => {});
        last = id;
      } else form.submit();
    } catch { offline(); }
    form.ariaBusy = null;
  });

  board.addEventListener('focusin', event => {
    const to = event.target.closest('[data-row]');
    if (to) { rove(to); follow(); }
  });
  find('[data-desk-bar]').hidden = false;
  rove(find('[aria-current][data-row]') ?? find('[data-row]'));

  return (key, target) => {
    const here = row?.contains(target), step = { j: 'nextElementSibling', k: 'previousElementSibling' }[key];
    if (step) title(here ? row[step] : row)?.focus();
    else if (key === 'escape' && target.closest('[data-pane]')) title(row)?.focus();
    else if (here && key === 'x') row.querySelector('input').click();
    else if (here && '123qah'.includes(key)) open(key).catch(offline);
  };
};

// Letters move and open; a digit opens a decision, and its form makes it.
const keys = onDesk => {
  const pressed = { '?': '[data-keys-open]', c: '.nav [href="/report"]', u: '.said-act button', gt: '.nav [href="/triage"]' };
  let before;
  document.addEventListener('keydown', event => {
    const { target } = event, key = event.key.toLowerCase(), typing = target.matches('textarea, select, input:not([type=radio], [type=checkbox])');
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && key !== 'escape') || target.closest('dialog')) return;
    const press = pressed[before + key] ?? pressed[key];
    if (press) document.querySelector(press)?.click();
    else if (key === '/') [...document.querySelectorAll('.nav [href="/search"], [role=search] [name=q]')].at(-1)?.focus();
    else if (key === 's') target.closest('.alike')?.querySelector('[data-join]')?.click();
    else onDesk?.(key, target);
    before = key;
    // Nor is it typed into the field that it leads to.
    if ('?/123qah'.includes(key)) event.preventDefault();
  });
};

const singleKeys = document.body.dataset.singleKeys !== 'off';
const enliven = within => {
  if (singleKeys) within.querySelectorAll('[data-keys-hint]').forEach(hint => { hint.hidden = false; });
  within.querySelectorAll('[data-findings]').forEach(findings);
};

enliven(document);
const [onDesk] = [...document.querySelectorAll('[data-desk]')].map(desk);
if (singleKeys) keys(onDesk);
for (const [part, attach] of [['filing', filing], ['autosave', autosave], ['tail', tail]]) document.querySelectorAll(`[data-${part}]`).forEach(attach);
