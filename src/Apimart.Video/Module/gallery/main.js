// @ts-check

/** Fills a list of choices. @param {string} id @param {string} all @param {string[]} values @param {(value: string) => string} [show] */
function fill(id, all, values, show = value => value) {
    const select = /** @type {HTMLSelectElement} */ (byId(id));
    const used = [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b));
    select.append(new Option(all, ''), ...used.map(value => new Option(show(value), value)));
    select.hidden = used.length < 2;
}

/** What is shown adds up to this. */
function showTotal() {
    const shown = state.shown;
    const seconds = shown.filter(clip => clip.url);
    const known = seconds.filter(clip => clip.seconds !== null);
    const paid = shown.filter(clip => clip.status !== 'File');
    const priced = paid.filter(clip => clip.cost !== null && clip.part === 0);
    const unpriced = paid.filter(clip => clip.cost === null && clip.part === 0).length;
    const { picked, rejected } = choices.count();
    const length = known.reduce((sum, clip) => sum + (clip.seconds ?? 0), 0);
    const dollars = priced.reduce((sum, clip) => sum + (clip.cost ?? 0), 0);
    byId('total').textContent = [
        shown.length === clips.length ? `${clips.length.toLocaleString('en')} shown` : `${shown.length.toLocaleString('en')} of ${clips.length.toLocaleString('en')} shown`,
        known.length === 0 && seconds.length ? 'length unknown' : toSeconds(length) + (known.length < seconds.length ? ` and ${seconds.length - known.length} of unknown length` : ''),
        state.blind || paid.length === 0 ? '' : toDollars(dollars) + (unpriced ? ` and ${unpriced} of unknown cost` : ''),
        picked ? `${picked} picked` : '',
        rejected ? `${rejected} rejected` : '',
    ].filter(Boolean).join(' · ');
}

let totalDue = 0;

/** Many choices in a row add up once. */
function showTotalSoon() {
    totalDue ||= requestAnimationFrame(() => {
        totalDue = 0;
        showTotal();
    });
}

/** Applies the controls. */
function update() {
    state.shown = selectClips();
    byId('nothing').hidden = state.shown.length > 0;
    stage.arrange();
    showTotal();
}

/** @param {boolean} blind */
function setBlind(blind) {
    state.blind = blind;
    byId('blind').setAttribute('aria-pressed', String(blind));
    controlOf('filter-model').disabled = blind;
    document.querySelectorAll('[data-view=grid]').forEach(button => button.toggleAttribute('disabled', blind));
    if (blind && state.view === 'grid') {
        setView('takes');
    } else {
        update();
    }

    notify(blind ? 'Blind: the model is hidden until the choice is made.' : 'The models are shown.');
}

/** @param {'tiles' | 'takes' | 'grid'} view */
function setView(view) {
    state.view = view;
    document.querySelectorAll('[data-view]').forEach(button =>
        button.setAttribute('aria-pressed', String(button.getAttribute('data-view') === view)));
    update();
    if (state.current) {
        stage.select(state.current);
    }
}

/** Goes to the next view that says something here. */
function nextView() {
    const views = /** @type {('tiles' | 'takes' | 'grid')[]} */ (hasGrid && !state.blind ? ['tiles', 'takes', 'grid'] : ['tiles', 'takes']);
    setView(views[(views.indexOf(state.view) + 1) % views.length]);
}

/** Lets every control show all again. */
function reset() {
    controlOf('search').value = '';
    for (const id of ['filter-job', 'filter-model', 'filter-status', 'filter-pick']) {
        controlOf(id).value = '';
    }

    controlOf('filter-stars').value = '0';
    update();
}

function removeSheet() {
    document.getElementById('sheet-tiles')?.remove();
}

/** All that is shown, in the flow of the page, for paper. */
function makeSheet() {
    removeSheet();
    const sheet = make('section', 'sheet');
    sheet.id = 'sheet-tiles';
    for (const clip of stage.order) {
        const figure = make('figure');
        const still = stills.find(clip);
        const choice = choices.of(clip);
        const frame = make('div', 'frame');
        if (still) {
            const copy = make('canvas');
            copy.width = still.width;
            copy.height = still.height;
            copy.getContext('2d')?.drawImage(still, 0, 0);
            frame.append(copy);
        } else {
            frame.append(makeForeign('reason', clip.url ? nameOf(clip) : `${toWords(clip.status)}: ${reasonOf(clip)}`));
        }

        const mark = [choice.pick === 'pick' ? '✓' : choice.pick === 'reject' ? '✕' : '', '★'.repeat(choice.stars)].filter(Boolean).join(' ');
        const hidden = isHidden(clip);
        figure.append(frame, make('p', 'mark', [mark, hidden ? '' : clip.model, hidden ? '' : summaryOf(clip)].filter(Boolean).join(' · ')),
            makeForeign('prompt', clip.prompt || nameOf(clip)), makeForeign('columns', columnsOf(clip)));
        sheet.append(figure);
    }

    byId('main').append(sheet);
}

/** Draws a still of each, as far as paper is worth it, then prints. */
async function printSheet() {
    const mostStills = 600;
    const button = controlOf('sheet');
    button.disabled = true;
    await stills.all(stage.order.slice(0, mostStills), left => { button.textContent = left ? `${left} …` : 'Print'; });
    button.textContent = 'Print';
    button.disabled = false;
    print();
}

document.title = data.title;
byId('title').textContent = data.title;
byId('title').title = `Made ${data.made}`;
fill('filter-job', 'All jobs', clips.map(clip => clip.job));
fill('filter-model', 'All models', clips.map(clip => clip.model));
fill('filter-status', 'Every status', clips.map(clip => clip.status), toWords);
document.querySelectorAll('[data-view=grid]').forEach(button => button.toggleAttribute('hidden', !hasGrid));

/** @type {number | undefined} */
let typing;
byId('search').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(update, 120);
});
for (const id of ['filter-job', 'filter-model', 'filter-status', 'filter-pick', 'filter-stars', 'sort']) {
    byId(id).addEventListener('change', update);
}

document.querySelectorAll('[data-view]').forEach(button => button.addEventListener('click', () =>
    setView(/** @type {'tiles' | 'takes' | 'grid'} */ (button.getAttribute('data-view')))));
controlOf('size').value = String(state.size);
byId('size').addEventListener('input', () => {
    state.size = Number(controlOf('size').value);
    stage.arrange();
});
byId('blind').addEventListener('click', () => setBlind(!state.blind));
byId('export').addEventListener('click', exportPicks);
byId('sheet').addEventListener('click', () => void printSheet());
byId('reset').addEventListener('click', reset);
byId('open-help').addEventListener('click', () => pageKeys['?'](null));
byId('open-filters').addEventListener('click', () => {
    const open = document.body.classList.toggle('filters-open');
    byId('open-filters').setAttribute('aria-expanded', String(open));
    stage.arrange();
});
byId('load').addEventListener('click', () => byId('picks').click());
byId('picks').addEventListener('change', async () => {
    const input = controlOf('picks');
    const file = input.files?.[0];
    input.value = '';
    if (file) {
        loadPicks(await file.text());
        update();
    }
});
byId('compare-marked').addEventListener('click', () => compare.start());
byId('clear-marked').addEventListener('click', () => {
    state.marked = [];
    compare.showMarks();
});
choices.listen(() => showTotalSoon());
addEventListener('beforeprint', makeSheet);
addEventListener('afterprint', removeSheet);

update();
if (!choices.kept) {
    notify('This browser keeps nothing for pages from the disk. Export the choices before you close the page.');
}
