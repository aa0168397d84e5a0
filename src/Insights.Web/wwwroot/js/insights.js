// Improves pages that work without it: focus, the filing form, the tail of the feed. Holds nothing the server lacks.

const say = text => {
  const line = document.getElementById('said-softly') ?? document.body.appendChild(
    Object.assign(document.createElement('div'), { id: 'said-softly', className: 'unseen', role: 'status' }));
  line.textContent = text;
};

// After a refusal the summary comes first; its links go to the field and select what the guard found there.
const focusProblem = () => {
  document.querySelector('[data-focus]')?.focus();
  document.addEventListener('click', event => {
    const link = event.target.closest('.problem a[href^="#"]');
    const field = link && document.getElementById(link.getAttribute('href').slice(1));
    if (!field) return;
    event.preventDefault();
    field.closest('details')?.setAttribute('open', '');
    const target = field.matches('fieldset') ? field.querySelector('input') ?? field : field;
    target.focus();
    target.scrollIntoView({ block: 'center' });
    selectFinding(target);
  });
};

const selectFinding = field => {
  const [start, end] = (field.dataset.ranges?.split(' ')[0] ?? '').split('-').map(Number);
  if (end > start && field.setSelectionRange) field.setSelectionRange(start, end);
};

// What the guard found in a field: a placeholder takes its place here, and every range follows what is typed.
const findings = box => {
  const field = document.getElementById(box.dataset.findings);
  const items = [...box.querySelectorAll('[data-range]')];
  const rangeOf = item => item.dataset.range.split('-').map(Number);
  const open = () => items.filter(item => !('done' in item.dataset));
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
      const fields = item.querySelectorAll('select, input');
      if (start < to) {
        item.dataset.done = '';
        item.querySelector('[data-done]').hidden = false;
        item.querySelector('.found-acts').hidden = true;
        fields.forEach(f => { f.disabled = true; });
        continue;
      }
      item.dataset.range = `${start + moved}-${end + moved}`;
      fields.forEach(f => { f.name = `${f.name.slice(0, 4)}-${field.name}-${item.dataset.range}-${item.dataset.rule}`; });
    }
    box.querySelector('.marked').hidden = true;
    field.dataset.ranges = open().map(item => item.dataset.range).join(' ');
  });
  box.addEventListener('click', event => {
    const button = event.target.closest('[data-replace]');
    if (!button) return;
    event.preventDefault();
    const one = button.closest('[data-range]');
    for (const item of one ? [one] : open().filter(i => 'word' in i.dataset).reverse()) {
      field.setRangeText(item.dataset.word, ...rangeOf(item), 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (!one) button.hidden = true;
    field.focus();
    const left = open().length;
    say(`${one?.dataset.word ? `Replaced with ${one.dataset.word}.` : 'Done.'} ${left ? `${left} left.` : 'Nothing marked is left.'}`);
  });
};

// The whole answer as a document, without ever turning text into markup here.
const postForDocument = (address, body) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open('POST', address);
  request.responseType = 'document';
  request.onload = () => request.status === 200 && request.response ? resolve(request.response) : reject(new Error(String(request.status)));
  request.onerror = () => reject(new Error('offline'));
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
  const field = form.elements[CASES];
  const note = form.querySelector('[data-exchanged]');
  let asked = '';
  const run = async () => {
    const lines = field.value.split('\n').map(line => line.trim());
    const ids = [...new Set(lines.filter(line => line && !REFERENCE.test(line)))];
    const body = new FormData();
    for (const name of ['__RequestVerificationToken', 'caseSource']) if (form.elements[name]) body.set(name, form.elements[name].value);
    body.set(CASES, ids.join('\n'));
    const question = [...body.values()].join('\n');
    if (!ids.length || question === asked) return;
    asked = question;
    try {
      const answer = await (await fetch(form.dataset.exchange, { method: 'POST', body })).json();
      const references = new Map(ids.map((id, i) => [id, answer.lines[i]?.reference]));
      field.value = field.value.split('\n').map(line => references.get(line.trim()) ?? line).join('\n');
      const made = [...references.values()].filter(Boolean).length;
      const refused = ids.flatMap((id, i) => answer.lines[i]?.message ? `Line ${lines.indexOf(id) + 1}: ${answer.lines[i].message}` : []);
      note.textContent = [made && `${made} ${made === 1 ? 'case id' : 'case ids'} exchanged for pseudonymous references.`, ...refused, ...answer.refused].filter(Boolean).join(' ');
      if (made) field.dispatchEvent(new Event('input', { bubbles: true }));
    } catch {
      asked = '';
      note.textContent = 'Case ids are not exchanged yet: no connection. They are when you send.';
    }
  };
  field.addEventListener('change', run);
  field.addEventListener('paste', () => setTimeout(run));
  form.elements.caseSource?.addEventListener('change', run);
  run();
};

const filing = form => {
  const kinds = [...form.querySelectorAll('input[name="report-kind"]')];
  const showKind = () => {
    const kind = kinds.find(k => k.checked)?.value;
    for (const part of form.querySelectorAll('[data-only]')) part.hidden = part.dataset.only !== kind;
  };
  kinds.forEach(k => k.addEventListener('change', showKind));
  showKind();
  exchange(form);
  if (form.dataset.filing !== 'draft') return;
  lookAlikes(form);
  autosave(form);
};

const lookAlikes = form => {
  let turn = 0;
  let asked = '';
  const ask = debounce(250, async () => {
    const words = ['title', 'question', 'pattern', 'surprise', 'clause'].map(n => form.elements[`report-${n}`]?.value.trim() ?? '').join('\n');
    if (words === asked || words.trim().length < 8) return;
    asked = words;
    const mine = ++turn;
    try {
      const answer = await postForDocument(form.dataset.lookAlikes, bodyOf(form));
      const list = answer.querySelector('[data-alikes]');
      const old = form.querySelector('[data-alikes]');
      if (mine !== turn || !list || old.contains(document.activeElement)) return;
      // An answer given while the request was under way stays.
      const given = new Map([...old.querySelectorAll('input:checked')].map(i => [i.id, i]));
      // What is being filled in stays where it is on the screen, however long the list becomes.
      const at = document.activeElement, top = at.getBoundingClientRect().top;
      old.replaceWith(document.adoptNode(list));
      if (form.contains(at)) scrollBy({ top: at.getBoundingClientRect().top - top, behavior: 'instant' });
      for (const id of given.keys()) { const again = document.getElementById(id); if (again) again.checked = true; }
      say(list.querySelector('[data-say]')?.dataset.say ?? '');
    } catch { asked = ''; }
  });
  form.addEventListener('input', ask);
  ask();
};

const hiddenField = (form, name, value) => {
  const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name }));
  field.value = value;
};

const autosave = form => {
  const status = form.querySelector('[data-saved]');
  let under = null;
  let dirty = false;
  const save = async () => {
    if (under) { dirty = true; return; }
    dirty = false;
    const body = bodyOf(form);
    body.set('act', 'save');
    under = fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
    try {
      const response = await under;
      const saved = await response.json();
      form.querySelectorAll('.unsaved').forEach(f => f.classList.remove('unsaved'));
      if (response.ok) {
        for (const name in saved.hidden) hiddenField(form, name, saved.hidden[name]);
        if (location.pathname !== saved.address) history.replaceState(null, '', saved.address);
        form.action = saved.address;
        form.querySelector('[data-discard]')?.removeAttribute('hidden');
        status.textContent = `Saved ${new Date(saved.savedAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`;
      } else {
        status.textContent = `Not saved: ${saved.refused.join(' ')}`;
        saved.fields.forEach(id => document.getElementById(id)?.closest('.field').classList.add('unsaved'));
      }
    } catch {
      status.textContent = 'Not saved: no connection. Your text is still here.';
    }
    under = null;
    if (dirty) later();
  };
  const later = debounce(2000, save);
  form.addEventListener('input', later);
  // Sending waits for a save that is under way, so that it carries the version that save made.
  form.addEventListener('submit', async event => {
    if (!under || form.dataset.ready) return;
    event.preventDefault();
    await under.catch(() => {});
    setTimeout(() => { form.dataset.ready = 'yes'; form.requestSubmit(event.submitter); }, 50);
  });
};

const words = code => code ? code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ') : '';

const tail = box => {
  const rows = document.querySelector('[data-events]');
  const state = box.querySelector('[data-tail-state]');
  const toggle = box.querySelector('[data-tail-toggle]');
  const cursor = box.querySelector('[data-cursor]');
  let after = box.dataset.after;
  let stop = null;
  let fresh = 0;

  const add = event => {
    const row = rows.insertRow(0);
    row.className = 'fresh';
    row.appendChild(Object.assign(document.createElement('th'), { scope: 'row', textContent: words(event.type) }));
    const about = [words(event.kind), event.area, event.clause, event.severity && `${words(event.severity)} severity`, event.byMachine && 'linked by the machine'].filter(Boolean).join(' · ');
    for (const [label, text] of [['Gap', event.gapNumber ? `G-${event.gapNumber}` : '–'], ['Now', words(event.state) || '–'], ['About', about], ['Day', event.on], ['Cursor', event.cursor]]) {
      const cell = row.insertCell();
      cell.dataset.label = label;
      if (label !== 'About') cell.className = 'tight';
      cell.textContent = text;
    }
    state.textContent = `Live. ${++fresh} new ${fresh === 1 ? 'event' : 'events'}.`;
  };

  const take = message => {
    const feed = message.data?.feed;
    if (feed?.type) add(feed);
    after = feed?.cursor ?? feed?.last ?? after;
    cursor.textContent = after;
    if (!feed) throw new Error('refused');
  };

  const follow = async signal => {
    const filter = box.dataset.filter ? JSON.parse(box.dataset.filter) : null;
    const response = await fetch(box.dataset.tail, {
      method: 'POST', signal,
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', 'Last-Event-ID': after },
      body: JSON.stringify({ documentId: box.dataset.document, variables: { after, filter } }),
    });
    if (!response.ok || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) throw new Error('refused');
    state.textContent = fresh ? state.textContent : 'Live.';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let held = ''; ;) {
      const { done, value } = await reader.read();
      if (done) return;
      held += value;
      const frames = held.split('\n\n');
      held = frames.pop();
      for (const frame of frames) {
        const data = frame.split('\n').filter(l => l.startsWith('data:')).map(l => l.slice(5).trimStart()).join('\n');
        if (data) take(JSON.parse(data));
      }
    }
  };

  const run = async () => {
    toggle.textContent = 'Pause';
    const { signal } = stop = new AbortController();
    for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
      const began = Date.now();
      try { await follow(signal); } catch { /* The loop below tries again. */ }
      if (signal.aborted) return;
      if (Date.now() - began > 30000) wait = 1000;
      state.textContent = 'Connection lost; trying again from the cursor.';
      await new Promise(resolve => setTimeout(resolve, wait));
      if (signal.aborted) return;
    }
  };

  toggle.hidden = false;
  toggle.addEventListener('click', () => {
    if (stop) { stop.abort(); stop = null; toggle.textContent = 'Resume'; state.textContent = 'Paused.'; return; }
    run();
  });
  run();
};

// In a list one chooses from: J and K go from row to row, X chooses. Keys count while the focus is in the list.
const keys = list => {
  document.querySelector('[data-keys-hint]').hidden = false;
  const rows = [...list.children];
  list.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.findIndex(row => row.contains(event.target)), step = { j: 1, k: -1 }[event.key];
    if (step) rows[at + step]?.querySelector('a').focus();
    else if (event.key === 'x') rows[at].querySelector('input').click();
  });
};

focusProblem();
document.querySelectorAll('[data-keys]').forEach(keys);
document.querySelectorAll('[data-findings]').forEach(findings);
document.querySelectorAll('[data-filing]').forEach(filing);
document.querySelectorAll('[data-autosave]').forEach(autosave);
document.querySelectorAll('[data-tail]').forEach(tail);
