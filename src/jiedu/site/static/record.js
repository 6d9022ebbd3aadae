/* A permanent address leads on to where the row stands now; without a script the page is the record itself. */
const place = document.querySelector("a.jd-place");
if (place) location.replace(place.href);
