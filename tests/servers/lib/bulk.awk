# Writes an mbox of COUNT small messages (about 600 to 900 bytes with CRLF), numbered from FIRST: awk -v first=1 -v count=1000.
# The same number always makes the same message.
BEGIN {
    split("Ada Bela Carla Dario Elif Farid Greta Hugo Ines Jonas Katya Liam Mei Nils Olga Pablo Quinn Rosa Sven Tilda", given, " ")
    split("Acker Brun Castell Dorn Eklund Falk Gruber Holm Ivers Jansen Kunze Lind", family, " ")
    split("billing.example shop.example lists.example example.org news.example example.net", domain, " ")
    split("Invoice|Order|Meeting notes|Weekly report|Re: Question about order|Delivery of parcel|Reminder|Fwd: Minutes|Offer|Ticket", subject, "|")
    split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", month, " ")
    split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ")
    split("Thu Fri Sat Sun Mon Tue Wed", weekday, " ")   # 2026-01-01 was a Thursday
    for (n = first; n < first + count; n++) {
        day = (n * 7) % 365; m = 1; d = day
        while (d >= days[m]) { d -= days[m]; m++ }
        w = weekday[day % 7 + 1]; time = sprintf("%02d:%02d:%02d", n % 24, (n * 13) % 60, (n * 29) % 60)
        g = given[n % 20 + 1]; f = family[int(n / 20) % 12 + 1]; dom = domain[n % 6 + 1]
        printf "From %s@%s %s %s %2d %s 2026\n", tolower(g), dom, w, month[m], d + 1, time
        printf "Return-Path: <%s.%s@%s>\nReceived: from mx.%s by imap.test.example; %s, %d %s 2026 %s +0000\n", tolower(g), tolower(f), dom, dom, w, d + 1, month[m], time
        printf "From: %s %s <%s.%s@%s>\nTo: Bench <bench@example.org>\n", g, f, tolower(g), tolower(f), dom
        printf "Subject: %s %d\nDate: %s, %d %s 2026 %s +0000\nMessage-ID: <bulk.%d@%s>\n", subject[n % 10 + 1], n, w, d + 1, month[m], time, n, dom
        if (n % 5 == 0) printf "In-Reply-To: <bulk.%d@%s>\n", n - 1, domain[(n - 1) % 6 + 1]
        printf "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
        printf "Hello,\n\nthis is message number %d of many, written for the benchmark.\n", n
        for (i = n % 4 + 1; i >= 0; i--) print "One more line of text, so that not all messages have the same size."
        printf "\nRegards\n%s %s\n\n", g, f
    }
}
