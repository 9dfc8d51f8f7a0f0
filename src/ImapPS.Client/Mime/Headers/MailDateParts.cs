namespace ImapPS.Client.Mime;

/// <summary>The parts of a date as they are found, in any order. Source: RFC 5322 sections 3.3 and 4.3.</summary>
internal struct MailDateParts
{
    private int _day;
    private int _month;
    private int _year;
    private int _hour;
    private int _minute;
    private int _second;
    private int _offset;
    private bool _pm;
    private bool _halfDays;

    internal bool HasTime { get; private set; }

    internal void AddNumber(ReadOnlySpan<byte> token)
    {
        if (!HasTime && token.IndexOf((byte)':') > 0)
        {
            ReadTime(token);
            return;
        }
        var digits = Digits(token);
        var value = Number(token.Slice(0, digits));
        if (digits is 0 or > 4)
            return;
        if (digits == 4 && _year == 0)
            _year = value;
        else if (_year > 0 && _month == 0 && _day == 0 && value is >= 1 and <= 12)
            // Year first: ISO 8601.
            _month = value;
        else if (_day == 0 && digits <= 2)
            _day = value;
        else if (_year == 0)
            // RFC 5322 section 4.3: 00 to 49 are 2000 to 2049; 50 to 99 and three digits count from 1900.
            _year = digits == 2 && value < 50 ? 2000 + value : 1900 + value;
    }

    internal void AddWord(ReadOnlySpan<byte> word)
    {
        if (_month == 0 && MailDate.MonthNumber(word) is > 0 and var month)
        {
            _month = month;
        }
        else if (HasTime)
        {
            if (word.Length == 2 && (word[1] | 0x20) == 'm' && (word[0] | 0x20) is 'a' or 'p')
            {
                _halfDays = true;
                _pm = (word[0] | 0x20) == 'p';
            }
            else if (word.Length == 3 && (word[2] | 0x20) == 't' && (word[1] | 0x20) is 's' or 'd')
            {
                // EST -0500, CST -0600, MST -0700, PST -0800; an hour later in summer.
                var hours = (word[0] | 0x20) switch { 'e' => -5, 'c' => -6, 'm' => -7, 'p' => -8, _ => 0 };
                if (hours != 0)
                    _offset = (hours + ((word[1] | 0x20) == 'd' ? 1 : 0)) * 60;
            }
        }
    }

    internal void AddOffset(bool negative, ReadOnlySpan<byte> token)
    {
        var colon = token.IndexOf((byte)':');
        var digits = colon < 0 ? Digits(token) : colon;
        var value = Number(token.Slice(0, Math.Min(digits, 4)));
        var minutes = colon >= 0 ? value * 60 + Number(token.Slice(colon + 1, Digits(token.Slice(colon + 1))))
            : digits <= 2 ? value * 60
            : value / 100 * 60 + value % 100;
        _offset = negative ? -minutes : minutes;
    }

    internal readonly bool TryBuild(int maxOffset, out DateTimeOffset date)
    {
        date = default;
        if (_month == 0 || _year is < 1 or > 9999 || _day < 1 || _day > DateTime.DaysInMonth(_year, _month))
            return false;
        var hour = _halfDays && _hour <= 12 ? _hour % 12 + (_pm ? 12 : 0) : _hour;
        if (hour > 23 || _minute > 59 || _second > 60)
            return false;
        var local = new DateTime(_year, _month, _day, hour, _minute, Math.Min(_second, 59), DateTimeKind.Unspecified);
        // An offset that no place on earth has says nothing about the sender's clock.
        var offset = TimeSpan.FromMinutes(Math.Abs(_offset) > maxOffset ? 0 : _offset);
        var ticks = local.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        date = new DateTimeOffset(local, offset);
        return true;
    }

    private void ReadTime(ReadOnlySpan<byte> token)
    {
        HasTime = true;
        _hour = Take(ref token);
        _minute = Take(ref token);
        _second = Take(ref token);
    }

    private static int Take(ref ReadOnlySpan<byte> token)
    {
        var digits = Digits(token);
        var value = Number(token.Slice(0, Math.Min(digits, 4)));
        token = token.Slice(Math.Min(digits + 1, token.Length));
        return value;
    }

    private static int Digits(ReadOnlySpan<byte> token)
    {
        var i = 0;
        while (i < token.Length && token[i] is >= (byte)'0' and <= (byte)'9')
            i++;
        return i;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits.Slice(0, Math.Min(digits.Length, 8)))
            value = value * 10 + (digit - '0');
        return value;
    }
}
