using System.Text;

namespace ImapPS.Client.Mailboxes;

/// <summary>
/// The names that mail programs give to mailboxes of a special use, in the languages they speak: a guess for servers
/// that don't tell (no SPECIAL-USE), never more than that.
/// </summary>
internal static class SpecialUseNames
{
    // The earlier in its line, the likelier: where a mailbox "Sent" and a mailbox "Gesendet" stand side by side, the first is taken.
    private static readonly (string Use, string[] Names)[] Catalogue =
    [
        ("Sent",
        [
            "Sent", "Sent Items", "Sent Messages", "Sent Mail", "Gesendet", "Gesendete Elemente", "Gesendete Objekte", "Gesendete Nachrichten", "Éléments envoyés",
            "Messages envoyés", "Envoyés", "Envoyé", "Enviados", "Elementos enviados", "Mensajes enviados", "Correo enviado", "Inviati", "Posta inviata", "Posta Inviata",
            "Itens Enviados", "Itens enviados", "Enviadas", "Mensagens enviadas", "Verzonden", "Verzonden items", "Verzonden berichten", "Skickat", "Skickade objekt", "Sendt", "Sendte elementer", "Sendte e-mails",
            "Lähetetyt", "Lähetetyt viestit", "Wysłane", "Elementy wysłane", "Odeslaná pošta", "Odeslané", "Odoslané", "Odoslaná pošta", "Elküldött", "Elküldött elemek",
            "Отправленные", "Надіслані", "Відправлені", "Gönderilmiş Öğeler", "Gönderilenler", "Gönderilmiş", "Απεσταλμένα", "Elemente trimise", "Trimise", "送信済み", "送信済みアイテム", "已发送", "已发送邮件", "寄件備份", "已傳送的郵件", "보낸 편지함", "보낸편지함", "נשלח", "פריטים שנשלחו", "العناصر المرسلة", "المرسلة",
        ]),
        ("Trash",
        [
            "Trash", "Deleted Items", "Deleted Messages", "Deleted", "Bin", "Rubbish", "Papierkorb", "Gelöschte Elemente", "Gelöschte Objekte", "Gelöscht", "Corbeille", "Éléments supprimés", "Messages supprimés",
            "Papelera", "Elementos eliminados", "Cestino", "Posta eliminata", "Elementi eliminati", "Lixeira", "Lixo", "Itens Excluídos", "Itens eliminados", "Prullenbak", "Prullenmand", "Verwijderde items", "Papperskorgen", "Borttagna objekt", "Borttaget",
            "Papirkurv", "Papirkurven", "Slettet post", "Slettede elementer", "Roskakori", "Poistetut", "Kosz", "Elementy usunięte", "Koš", "Odstraněná pošta", "Kôš", "Odstránené", "Kuka", "Törölt elemek", "Корзина", "Удаленные", "Удалённые", "Кошик", "Видалені",
            "Çöp Kutusu", "Çöp", "Silinmiş Öğeler", "Κάδος απορριμμάτων", "Διαγραμμένα", "Coș de gunoi", "Elemente șterse", "ゴミ箱", "削除済みアイテム", "已删除邮件", "已删除", "垃圾桶", "刪除的郵件", "휴지통", "지운 편지함", "אשפה", "פריטים שנמחקו", "سلة المهملات", "العناصر المحذوفة",
        ]),
        ("Junk",
        [
            "Junk", "Spam", "Junk Email", "Junk E-mail", "Junk Mail", "Bulk Mail", "Junk-E-Mail", "Spamverdacht", "Unerwünscht", "Werbung", "Pourriel", "Indésirables", "Courrier indésirable", "Correo no deseado", "No deseado", "Posta indesiderata",
            "Lixo Eletrônico", "Lixo eletrônico", "Ongewenste e-mail", "Ongewenst", "Skräppost", "Søppelpost", "Uønsket e-post", "Uønsket post", "Roskaposti", "Wiadomości-śmieci", "Niechciane", "Nevyžádaná pošta", "Nevyžiadaná pošta", "Levélszemét", "Спам", "Нежелательная почта", "Небажана пошта",
            "Gereksiz", "Önemsiz E-posta", "İstenmeyen", "Ανεπιθύμητα", "Ανεπιθύμητη αλληλογραφία", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸", "스팸함", "정크 메일", "דואר זבל", "البريد العشوائي",
        ]),
        ("Drafts",
        [
            "Drafts", "Draft", "Entwürfe", "Entwurf", "Brouillons", "Borradores", "Bozze", "Rascunhos", "Concepten", "Utkast", "Kladder", "Luonnokset", "Szkice", "Kopie robocze", "Koncepty", "Rozpracované", "Piszkozatok", "Черновики", "Чернетки", "Taslaklar",
            "Πρόχειρα", "Ciorne", "下書き", "草稿", "草稿箱", "임시 보관함", "임시보관함", "טיוטות", "مسودات",
        ]),
        ("Archive",
        [
            "Archive", "Archives", "Archiv", "Archivo", "Archivio", "Arquivo", "Archief", "Arkiv", "Arkisto", "Archiwum", "Archív", "Archívum", "Архив", "Архів", "Arşiv", "Αρχείο", "Arhivă", "アーカイブ", "存档", "归档", "封存", "보관함", "ארכיון", "الأرشيف",
        ]),
        ("All", ["All Mail", "Alle Nachrichten", "Tous les messages", "Todos", "Tutti i messaggi", "Todos os e-mails", "Alle berichten"]),
        ("Flagged", ["Flagged", "Starred", "Markiert", "Suivis", "Destacados", "Speciali", "Com estrela", "Met ster"]),
        ("Important", ["Important", "Wichtig", "Importants", "Importantes", "Importanti", "Belangrijk"]),
    ];

    private static readonly Dictionary<string, (string Use, int Rank)> ByName = Build();

    /// <summary>The use that a mailbox of this name is likely to have, and how likely among several of one use: 0 is the likeliest.</summary>
    /// <param name="name">The last level of a mailbox's name.</param>
    public static (string Use, int Rank)? Find(string name)
    {
        // Half a surrogate pair can't be normalised; a server may name a mailbox so.
        if (name.Length > 64 || name.Any(char.IsSurrogate))
            return null;
        return ByName.TryGetValue(name.Normalize(NormalizationForm.FormC), out var found) ? found : null;
    }

    private static Dictionary<string, (string Use, int Rank)> Build()
    {
        var result = new Dictionary<string, (string, int)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (use, names) in Catalogue)
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (!result.ContainsKey(names[i]))
                    result.Add(names[i], (use, i));
            }
        }

        return result;
    }
}
