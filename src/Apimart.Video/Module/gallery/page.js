// @ts-check

/** The page's own element of this id. @template {HTMLElement} [T=HTMLElement] @param {string} id @returns {T} */
function byId(id) {
    const found = document.getElementById(id);
    if (!found) {
        throw new Error(`The page has no #${id}.`);
    }

    return /** @type {T} */ (found);
}

/** A control of the page: what has a value and can be turned off. @param {string} id */
function controlOf(id) {
    return /** @type {HTMLInputElement} */ (byId(id));
}

/**
 * Makes an element. What comes from the data is only ever set as text or as a plain attribute, never as markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} [className]
 * @param {string} [text]
 * @returns {HTMLElementTagNameMap[K]}
 */
function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) {
        element.className = className;
    }

    if (text !== undefined) {
        element.textContent = text;
    }

    return element;
}

/** A button with a name for those who do not see it. @param {string} text @param {string} name @param {() => void} action @param {string} [className] */
function makeButton(text, name, action, className) {
    const button = make('button', className, text);
    button.type = 'button';
    button.title = name;
    if (!/[A-Za-z]{3}/.test(text)) {
        button.setAttribute('aria-label', name);
    }

    button.addEventListener('click', event => {
        event.stopPropagation();
        action();
    });
    return button;
}

/** Foreign text in a box of its own, whatever direction it is written in. @param {string} className @param {string} text */
function makeForeign(className, text) {
    const element = make('p', className, text);
    element.dir = 'auto';
    return element;
}

/** @param {number} seconds */
function toSeconds(seconds) {
    return `${seconds.toLocaleString('en', { maximumFractionDigits: 1 })} s`;
}

/** @param {number} seconds */
function toTime(seconds) {
    const whole = Math.max(0, seconds);
    return `${Math.floor(whole / 60)}:${(whole % 60).toFixed(2).padStart(5, '0')}`;
}

/** @param {number | null} dollars */
function toDollars(dollars) {
    return dollars === null
        ? 'cost unknown'
        : '$' + dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: dollars < 1 ? 4 : 2 });
}

/** @param {string} word */
function toWords(word) {
    return word.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** @param {unknown} value */
function toText(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}

let noticeTimer = 0;

/** Says something in passing. @param {string} text */
function notify(text) {
    const notice = byId('notice');
    const open = document.querySelector('dialog[open]');
    (open ?? byId('main')).append(notice);
    notice.textContent = text;
    notice.hidden = false;
    clearTimeout(noticeTimer);
    noticeTimer = setTimeout(() => { notice.hidden = true; }, 4000);
}

/** Copies text; pages from the disk may lack the clipboard, so the old way is kept. @param {string} text */
async function copyText(text) {
    try {
        await navigator.clipboard.writeText(text);
    } catch {
        const area = make('textarea');
        area.value = text;
        (document.querySelector('dialog[open]') ?? document.body).append(area);
        area.select();
        document.execCommand('copy');
        area.remove();
    }

    notify('Copied.');
}

/** Hands a text to the user as a file. @param {string} name @param {string} text */
function saveText(name, text) {
    const link = make('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');
