// Search over the index in indeks.js, in the page itself; nothing is sent anywhere.
(function () {
  "use strict";
  var field = document.getElementById("cari");
  var list = document.getElementById("hasil");
  var told = document.getElementById("hasil-jumlah");
  var most = 60;

  function plain(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  }

  var pages = SAE_INDEKS.map(function (page) {
    return { address: page[0], name: page[1], kind: page[2], text: plain(page[1] + " " + page[2] + " " + page[3]) };
  });

  function show() {
    var words = plain(field.value).split(/\s+/).filter(Boolean);
    list.textContent = "";
    if (!words.length) {
      told.textContent = "";
      return;
    }
    var found = pages.filter(function (page) {
      return words.every(function (word) { return page.text.indexOf(word) >= 0; });
    });
    told.textContent = found.length === 0
      ? "Tidak ada yang cocok."
      : found.length + " cocok" + (found.length > most ? ", " + most + " pertama ditampilkan." : ".");
    found.slice(0, most).forEach(function (page) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      var name = document.createElement("bdi");
      var kind = document.createElement("small");
      link.href = page.address;
      name.textContent = page.name;
      kind.textContent = " " + page.kind;
      link.appendChild(name);
      item.appendChild(link);
      item.appendChild(kind);
      list.appendChild(item);
    });
  }

  field.value = new URLSearchParams(location.search).get("cari") || "";
  field.addEventListener("input", show);
  show();
})();
