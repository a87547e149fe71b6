// The code of a letter comes behind #, which browsers send to nobody. It is put into its field and taken out of the address.
const code = document.querySelector("input[name=code]");
if (code && location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
