/* Recounts a poll from its published files, in this browser. The rules are those of docs/polls.md. */
(function (d) {
  var box = d.querySelector('[data-recount]');
  if (!box) return;
  var news = box.querySelector('[data-news]'), list = box.querySelector('[data-faults]'), table = box.querySelector('[data-table]');

  // SHA-256 of a text, so that it also works where crypto.subtle is switched off
  var K = [], seen = 0;
  for (var c = 2; seen < 64; c++) {
    for (var f = 2; f * f <= c && c % f; f++);
    if (f * f > c) K[seen++] = (Math.pow(c, 1 / 3) % 1 * 4294967296) | 0;
  }
  var encoder = new TextEncoder(), W = new Int32Array(64);
  function sha256(text) {
    var data = encoder.encode(text), size = data.length, blocks = ((size + 8) >> 6) + 1;
    var bytes = new Uint8Array(blocks * 64), view = new DataView(bytes.buffer);
    bytes.set(data); bytes[size] = 128;
    view.setUint32(blocks * 64 - 8, Math.floor(size / 536870912)); view.setUint32(blocks * 64 - 4, (size << 3) >>> 0);
    var H = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    function turn(x, n) { return (x >>> n) | (x << (32 - n)); }
    for (var start = 0; start < bytes.length; start += 64) {
      var i, S = H.slice();
      for (i = 0; i < 64; i++) {
        if (i < 16) { W[i] = view.getInt32(start + i * 4); continue; }
        var a = W[i - 15], b = W[i - 2];
        W[i] = W[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + W[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      for (i = 0; i < 64; i++) {
        var e = S[4], t1 = (S[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & S[5]) ^ (~e & S[6])) + K[i] + W[i]) | 0;
        var o = S[0], t2 = ((turn(o, 2) ^ turn(o, 13) ^ turn(o, 22)) + ((o & S[1]) ^ (o & S[2]) ^ (S[1] & S[2]))) | 0;
        S = [(t1 + t2) | 0, S[0], S[1], S[2], (S[3] + t1) | 0, S[4], S[5], S[6]];
      }
      for (i = 0; i < 8; i++) H[i] = (H[i] + S[i]) | 0;
    }
    return H.map(function (x) { return ('0000000' + (x >>> 0).toString(16)).slice(-8); }).join('');
  }

  function fault(text) { var item = d.createElement('li'); item.textContent = text; list.appendChild(item); }

  // every line is chained to the line before it
  function read(text, name) {
    var lines = text.replace(/\n$/, '').split('\n'), link = sha256(lines[0]), header = JSON.parse(lines[0]), entries = [], broken = false;
    lines.slice(1).forEach(function (raw, index) {
      var mark = raw.lastIndexOf(',"chain":"'), body = raw.slice(0, mark) + '}', entry = JSON.parse(body), number = index + 1;
      link = sha256(link + '\n' + body);
      entries.push(entry);
      if (!broken && (entry.n !== number || raw.slice(mark + 10) !== link + '"}')) {
        broken = true;
        fault(name + ', entri ' + number + ' (' + (entry.id || entry.receipt) + '): diubah, ditambah, atau ada yang hilang di sini');
      }
    });
    if (header.count !== entries.length) fault(name + ': menyebut ' + header.count + ' entri, isinya ' + entries.length);
    return { header: header, entries: entries, head: link };
  }

  function badAnswer(answer, question) {
    var known = question.options.map(function (o) { return o.number; });
    if (!answer.length) return question.required;
    if (new Set(answer).size !== answer.length || answer.some(function (o) { return known.indexOf(o) < 0; })) return true;
    if (question.kind === 'single' || question.kind === 'scale') return answer.length !== 1;
    return answer.length < question.minimum || answer.length > question.maximum;
  }

  function count(question, answers, seed) {
    var options = question.options.map(function (o) { return o.number; }), rows = {};
    if (question.kind === 'ranked') return runoff(options, answers, seed + ':' + question.number);
    options.forEach(function (o) { rows['0/' + o] = [0, '']; });
    rows['0/0'] = [0, ''];
    answers.forEach(function (times, key) {
      if (!key) rows['0/0'][0] += times;
      else key.split(',').forEach(function (o) { if (rows['0/' + o]) rows['0/' + o][0] += times; });
    });
    return rows;
  }

  function runoff(options, answers, seed) {
    var rows = {}, earlier = [], left = options.slice(), outcomes;
    do {
      var votes = {}, exhausted = 0, number = earlier.length + 1;
      left.forEach(function (o) { votes[o] = 0; });
      answers.forEach(function (times, key) {
        var first = key && key.split(',').find(function (o) { return o in votes; });
        if (first) votes[first] += times; else exhausted += times;
      });
      outcomes = decide(left, votes, earlier, seed);
      left.forEach(function (o) { rows[number + '/' + o] = [votes[o], outcomes[o] || '']; });
      rows[number + '/0'] = [exhausted, ''];
      earlier.push(votes);
      left = left.filter(function (o) { return !(o in outcomes); });
    } while (Object.keys(outcomes).every(function (o) { return outcomes[o] === 'eliminated'; }));
    return rows;
  }

  function all(options, outcome) { var found = {}; options.forEach(function (o) { found[o] = outcome; }); return found; }
  function fewest(options, votes) {
    var least = Math.min.apply(null, options.map(function (o) { return votes[o]; }));
    return options.filter(function (o) { return votes[o] === least; });
  }

  function decide(left, votes, earlier, seed) {
    var total = left.reduce(function (sum, o) { return sum + votes[o]; }, 0);
    if (!total) return all(left, 'none');
    var winner = left.find(function (o) { return votes[o] * 2 > total; });
    if (winner) return all([winner], 'elected');
    var empty = left.filter(function (o) { return !votes[o]; });
    if (empty.length) return all(empty, 'eliminated');
    var lowest = fewest(left, votes);
    for (var i = earlier.length - 1; i >= 0; i--) lowest = fewest(lowest, earlier[i]);
    if (lowest.length === left.length) return all(left, 'tied');
    lowest.sort(function (a, b) { return sha256(seed + ':' + a) < sha256(seed + ':' + b) ? -1 : 1; });
    return all([lowest[0]], 'eliminated');
  }

  function compare(ballots, receipts, result) {
    [['ballots_head', ballots.head], ['receipts_head', receipts.head], ['ballot_count', ballots.entries.length], ['receipt_count', receipts.entries.length]]
      .forEach(function (pair) { if (result[pair[0]] !== pair[1]) fault('hasil.json: ' + pair[0] + ' tidak sama dengan berkasnya'); });
    if (receipts.entries.length !== ballots.entries.length + result.missing_paper_count) fault('banyaknya kode bukti tidak sama dengan banyaknya surat suara');
    var stated = {}, counted = {}, words = [];
    result.tally.forEach(function (row) { stated[row.question + '/' + row.round + '/' + row.option] = row.votes + ' ' + row.outcome; });
    ballots.header.questions.forEach(function (question) {
      if (question.kind === 'text') return;
      var answers = new Map();
      ballots.entries.forEach(function (ballot) {
        var answer = ballot.a[question.number] || [];
        if (badAnswer(answer, question)) fault('surat ' + ballot.id + ': pertanyaan ' + question.number + ' tidak sah');
        answers.set(answer.join(), (answers.get(answer.join()) || 0) + 1);
      });
      var rows = count(question, answers, ballots.head);
      Object.keys(rows).forEach(function (place) { counted[question.number + '/' + place] = rows[place][0] + ' ' + rows[place][1]; });
      words.push([question, rows]);
    });
    Object.keys(Object.assign({}, stated, counted)).sort().forEach(function (place) {
      if (stated[place] !== counted[place]) fault('hitungan ' + place + ': dinyatakan ' + (stated[place] || 'tidak ada') + ', surat suara memberi ' + (counted[place] || 'tidak ada'));
    });
    show(words);
  }

  function show(words) {
    words.forEach(function (pair) {
      var question = pair[0], rows = pair[1], last = Math.max.apply(null, Object.keys(rows).map(function (k) { return +k.split('/')[0]; }));
      var made = d.createElement('table'), head = made.createCaption();
      made.className = 'tbl';
      head.textContent = question.number + '. ' + question.text;
      question.options.forEach(function (option) {
        var row = rows[last + '/' + option.number];
        if (!row) return;
        var line = made.insertRow(), name = d.createElement('th'), votes = d.createElement('td');
        name.scope = 'row'; name.textContent = option.label;
        votes.className = 'n'; votes.textContent = row[0].toLocaleString('id');
        line.append(name, votes);
      });
      table.appendChild(made);
    });
  }

  function load(address) { return fetch(address).then(function (r) { if (!r.ok) throw new Error(r.status); return r.text(); }); }

  box.querySelector('[data-start]').onclick = function () {
    list.textContent = table.textContent = '';
    news.textContent = 'Mengambil berkas …';
    Promise.all([load(box.dataset.ballots), load(box.dataset.receipts), load(box.dataset.result)]).then(function (texts) {
      var ballots = read(texts[0], 'suara.jsonl'), receipts = read(texts[1], 'bukti.jsonl');
      compare(ballots, receipts, JSON.parse(texts[2]));
      news.textContent = ballots.entries.length.toLocaleString('id') + ' surat suara dihitung ulang: ' + (list.children.length ? list.children.length + ' hal tidak cocok.' : 'semuanya cocok.');
    }).catch(function (error) { news.textContent = 'Gagal membaca berkas (' + error.message + ').'; });
  };
})(document);
