// Before the modules are there: the chosen theme, so that nothing flashes, and what the console reads first.
{
    addEventListener('error', ({target}) => {
        if (target.src) document.querySelector('.loading').textContent = 'A script did not arrive. Reload the page.';
    }, true);
    const stored = name => {
        try {
            return JSON.parse(localStorage.getItem(`paystub.${name}`));
        } catch {
            return null;
        }
    };
    const theme = stored('theme');
    if (theme) document.documentElement.dataset.theme = theme;

    const key = /^#\/w\/([\w.~-]+)/.exec(location.hash)?.[1] ?? stored('key') ?? 'sandbox';
    const ask = path => fetch(`..${path}`, {cache: 'no-store', signal: AbortSignal.timeout(15_000), headers: {'X-API-Key': key, 'Paystub-Observer': 'console'}}).catch(() => null);
    const accounts = ask('/sandbox/accounts');
    // Looking at a key must not make its account.
    const known = accounts.then(async response => response?.ok && (await response.clone().json()).accounts.some(account => account.key === key)).catch(() => false);
    window.early = {key, '/sandbox/accounts': accounts};
    for (const path of ['/sandbox/state?limit=1000', '/sandbox/requests?order=desc&limit=60']) window.early[path] = known.then(yes => yes && ask(path));
}
