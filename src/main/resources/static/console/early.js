// Before the first paint, so that nothing flashes: the theme that the reader has chosen, if one was chosen.
try {
    const theme = JSON.parse(localStorage.getItem('paystub.theme'));
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
    // the system's theme
}
