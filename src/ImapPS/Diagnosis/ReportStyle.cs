namespace ImapPS.Diagnosis;

/// <summary>How the page looks: in light and dark, on paper, on a phone.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --ground: #f4f5f7; --card: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d5dae0;
          --good: #17683a; --good-ground: #e2f4e8; --warn: #7a4b00; --warn-ground: #fdf1d8;
          --bad: #a1101f; --bad-ground: #fde5e6; --info: #0b4f8a; --info-ground: #e3effa; --code: #eef0f3;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #0f1318; --card: #181d24; --text: #e6e9ed; --soft: #a3adb8; --line: #313944;
            --good: #7ddc9f; --good-ground: #12301f; --warn: #f2c46d; --warn-ground: #34270d;
            --bad: #ff9c9f; --bad-ground: #3b171a; --info: #8cc4f7; --info-ground: #122a40; --code: #222932;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 28px; }
        footer { padding: 12px 20px 32px; color: var(--soft); font-size: 13px; }
        h1 { font-size: 24px; margin: 0 0 4px; }
        h2 { font-size: 21px; margin: 0; overflow-wrap: anywhere; }
        h3 { font-size: 16px; margin: 28px 0 8px; }
        h4 { font-size: 14px; margin: 16px 0 6px; color: var(--soft); }
        p { margin: 4px 0; }
        a { color: var(--info); }
        .soft { color: var(--soft); }
        .server { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 22px 24px; margin: 20px 0; }
        .title { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; }
        .badge { display: inline-block; border-radius: 999px; padding: 1px 11px; font-weight: 600; font-size: 13px; white-space: nowrap; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 16px 0 0; }
        .tiles > div { border: 1px solid var(--line); border-left-width: 4px; border-radius: 8px; padding: 8px 12px; }
        .tiles dt { color: var(--soft); font-size: 13px; }
        .tiles dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
        .tiles .good { border-left-color: var(--good); } .tiles .warn { border-left-color: var(--warn); }
        .tiles .bad { border-left-color: var(--bad); } .tiles .info { border-left-color: var(--info); }
        .badge.good, td.good { color: var(--good); background: var(--good-ground); }
        .badge.warn, td.warn { color: var(--warn); background: var(--warn-ground); }
        .badge.bad, td.bad { color: var(--bad); background: var(--bad-ground); }
        .badge.info, td.info { color: var(--info); background: var(--info-ground); }
        .findings { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
        .findings li { border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 8px; padding: 9px 14px; }
        .findings li.good { border-left-color: var(--good); } .findings li.warn { border-left-color: var(--warn); }
        .findings li.bad { border-left-color: var(--bad); } .findings li.info { border-left-color: var(--info); }
        .findings p { overflow-wrap: anywhere; }
        .findings .id { color: var(--soft); font-size: 12px; margin-left: 8px; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th, td { text-align: left; vertical-align: top; padding: 5px 10px; border-bottom: 1px solid var(--line); }
        thead th { color: var(--soft); font-weight: 600; border-bottom-width: 2px; vertical-align: bottom; }
        tbody th { font-weight: 500; }
        td.mono, th.mono, .facts .mono { font-family: ui-monospace, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
        td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        td.center { text-align: center; }
        .chips { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px; }
        .chips li { background: var(--code); border-radius: 6px; padding: 1px 8px; font-family: ui-monospace, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; overflow-wrap: anywhere; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .facts { margin: 6px 0; display: grid; gap: 2px; }
        .facts > div { display: grid; grid-template-columns: 170px 1fr; gap: 12px; }
        .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
        details { margin-top: 24px; border-top: 1px solid var(--line); padding-top: 10px; }
        summary { cursor: pointer; font-weight: 600; }
        :focus-visible { outline: 2px solid var(--info); outline-offset: 2px; }
        @media (max-width: 620px) { .server { padding: 16px 14px; } .facts > div { grid-template-columns: 1fr; gap: 0; } }
        @media print { body { background: none; } .server { border: none; padding: 0; } .scroll { overflow: visible; } }
        """;
}
