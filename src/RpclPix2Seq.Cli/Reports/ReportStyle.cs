namespace RpclPix2Seq.Cli.Reports;

/// <summary>The look of the reports: the paper colors of the contact sheets, and their counterparts for dark mode.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet. It has no character that must be escaped in XML.</summary>
    public const string Css =
        """
        :root { --paper: #faf8f4; --card: #ffffff; --pale: #eaf0f6; --warm: #fcf5e6; --ink: #211f1d; --muted: #6f6a62;
          --border: #dfdad0; --grid: #ebe7de; --s1: #2b6a9b; --s2: #c4532d; --s3: #4a8457; --s4: #84599f; --s5: #9a7415; --cell: 102px; }
        @media (prefers-color-scheme: dark) { :root { --paper: #171614; --card: #211f1d; --pale: #1c2530; --warm: #2d2618; --ink: #ece8e1;
          --muted: #a39d93; --border: #37342f; --grid: #2a2825;
          --s1: #74b3e0; --s2: #ee8a63; --s3: #82c091; --s4: #bf98d8; --s5: #d3ae51; } }
        * { box-sizing: border-box; margin: 0; padding: 0; }
        body { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
          font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
        main { max-width: 1124px; margin: 0 auto; padding: 56px 32px 72px; }
        h1 { font-size: 32px; line-height: 1.2; font-weight: 600; letter-spacing: -.015em; overflow-wrap: anywhere; }
        h2 { font-size: 20px; line-height: 1.3; font-weight: 600; letter-spacing: -.008em; overflow-wrap: anywhere; }
        h3 { font-size: 14px; line-height: 1.35; font-weight: 600; overflow-wrap: anywhere; }
        h3 small { display: block; font-size: 12px; font-weight: 400; color: var(--muted); }
        .lead { max-width: 68ch; margin-top: 6px; color: var(--muted); }
        header .lead { margin-top: 10px; font-size: 17px; }
        section { margin-top: 52px; }
        section > h2 + *, section > .lead + * { margin-top: 18px; }
        section > h2 + .lead { margin-top: 4px; }
        footer { margin-top: 64px; padding-top: 16px; border-top: 1px solid var(--border); font-size: 13px; color: var(--muted); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(164px, 1fr)); gap: 12px; }
        .figures div { background: var(--card); border: 1px solid var(--border); border-radius: 8px; padding: 14px 16px 15px; }
        .figures dt { font-size: 13px; color: var(--muted); }
        .figures dd { font-size: 27px; line-height: 1.25; font-weight: 600; letter-spacing: -.015em; font-variant-numeric: tabular-nums;
          overflow-wrap: anywhere; }
        .figures small { display: block; margin-top: 3px; font-size: 12.5px; line-height: 1.35; font-weight: 400; letter-spacing: 0;
          color: var(--muted); }
        .row { display: flex; gap: 16px; }
        .row + .row { margin-top: 18px; }
        .row h3 { flex: 0 0 108px; padding-top: calc(var(--cell) / 2 - 18px); }
        .cards { display: flex; flex-wrap: wrap; gap: 12px 10px; min-width: 0; }
        .group { display: flex; max-width: 100%; }
        .group figure { width: var(--cell); min-width: 0; flex: 0 1 auto; }
        .card { position: relative; aspect-ratio: 1; background: var(--card); border: 1px solid var(--border); overflow: hidden;
          isolation: isolate; }
        .card.pale { background: var(--pale); }
        .card.warm { background: var(--warm); }
        figure:first-child .card { border-radius: 7px 0 0 7px; }
        figure:last-child .card { border-radius: 0 7px 7px 0; }
        figure:only-child .card { border-radius: 7px; }
        figure + figure .card { border-left: 0; }
        .empty .card { background: none; border-color: transparent; }
        .card svg { display: block; width: 100%; height: 100%; }
        .card path { fill: none; stroke: var(--ink); stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round; }
        .card img { position: absolute; inset: 9%; width: 82%; height: 82%; object-fit: contain; mix-blend-mode: multiply; }
        @media (prefers-color-scheme: dark) { .card img { filter: invert(1); mix-blend-mode: screen; } }
        figcaption { margin-top: 4px; padding: 0 2px; font-size: 11.5px; line-height: 1.4; text-align: center; color: var(--muted);
          overflow: hidden;
          text-overflow: ellipsis; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .shares { list-style: none; margin: 14px 0 18px; font-size: 13.5px; font-variant-numeric: tabular-nums; }
        .shares li { display: flex; align-items: center; gap: 12px; padding: 2px 0; } .shares span { flex: 0 0 108px; overflow: hidden;
          text-overflow: ellipsis; }
        .shares b { flex: 1; max-width: 420px; background: var(--grid); border-radius: 3px; } .shares i { display: block; height: 9px;
          border-radius: 3px; }
        .shares em { flex: 0 0 50px; font-style: normal; text-align: right; } .shares small { color: var(--muted); }
        .strip { overflow-x: auto; }
        .strip .group { max-width: none; }
        .strip figure { flex: 1 1 0; min-width: 62px; }
        .strip figure + figure .card { border-left: 0; }
        .strip figure:not(:last-child) .card { border-right: 0; }
        .ends { display: flex; align-items: center; gap: 14px; margin-top: 8px; font-size: 13px; color: var(--muted); }
        .ends i { flex: 1; height: 1px; background: var(--border); }
        .legend { display: flex; flex-wrap: wrap; gap: 4px 24px; list-style: none; font-size: 14px; color: var(--muted); }
        .legend i { display: inline-block; width: 18px; height: 3px; border-radius: 2px; margin-right: 8px; vertical-align: middle; }
        .legend b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; }
        .legend + .chart { margin-top: 8px; }
        .chart { background: var(--card); border: 1px solid var(--border); border-radius: 8px; padding: 14px 12px 10px; overflow-x: auto; }
        .chart svg { display: block; width: 100%; min-width: 560px; }
        .chart text { font-size: 13px; fill: var(--muted); font-variant-numeric: tabular-nums; }
        .chart .end { text-anchor: end; }
        .chart .middle { text-anchor: middle; }
        .chart path { fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
        .chart .grid { stroke: var(--grid); stroke-width: 1; }
        .chart .axis { stroke: var(--muted); stroke-width: 1; }
        .chart path.s1 { stroke: var(--s1); } .chart path.s2 { stroke: var(--s2); } .chart path.s3 { stroke: var(--s3); }
        .chart path.s4 { stroke: var(--s4); } .chart path.s5 { stroke: var(--s5); }
        .chart .faint { stroke-width: 1; opacity: .3; }
        circle { stroke: var(--card); stroke-width: 1.5; }
        .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); } .s4 { fill: var(--s4); } .s5 { fill: var(--s5); }
        i.s1 { background: var(--s1); } i.s2 { background: var(--s2); } i.s3 { background: var(--s3); }
        i.s4 { background: var(--s4); } i.s5 { background: var(--s5); }
        .none { color: var(--muted); }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
        th, td { padding: 7px 28px 7px 0; text-align: left; border-bottom: 1px solid var(--border); white-space: nowrap; }
        th { font-size: 13px; font-weight: 500; color: var(--muted); }
        .right { text-align: right; }
        pre { background: var(--card); border: 1px solid var(--border); border-radius: 8px; padding: 14px 18px; overflow-x: auto;
          font: 13.5px/1.6 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
        @media (max-width: 640px) { :root { --cell: 84px; } main { padding: 32px 16px 48px; } h1 { font-size: 26px; }
          section { margin-top: 40px; }
          .row { display: block; } .row h3 { padding: 0 0 6px; } .figures { grid-template-columns: repeat(auto-fit, minmax(136px, 1fr)); } }
        @media print { body { background: none; } section { break-inside: avoid; } }
        """;
}
