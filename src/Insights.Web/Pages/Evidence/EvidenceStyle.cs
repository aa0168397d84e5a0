namespace Insights.Web.Pages.Evidence;

/// <summary>The style of an evidence page, which stands in the file itself: it is read without the product, and printed.</summary>
internal static class EvidenceStyle
{
    public const string Css = """
        @page { margin: 18mm 16mm; }
        html { font: 11pt/1.5 "Liberation Serif", Georgia, serif; color: #111; background: #fff; }
        body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid #111; } h3 { font-size: 1rem; margin-bottom: .2rem; }
        dl > div { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 1rem; padding: .15rem 0; } dt { color: #444; } dd { margin: 0; white-space: pre-line; }
        ol, ul { padding-left: 1.2rem; } li { break-inside: avoid; margin-bottom: .6rem; } p { margin: .2rem 0; }
        blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 2px solid #777; white-space: pre-line; }
        article { break-inside: avoid-page; border-top: 1px solid #999; margin-top: 1rem; } code { font-size: .85em; } a { color: inherit; }
        .tag { border: 1px solid #777; border-radius: 3px; padding: 0 .3rem; font-size: .85em; } .fine { color: #444; font-size: .9em; } .leads { display: block; color: #444; } .case { display: block; }
        @media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; gap: 0; } }
        """;
}
