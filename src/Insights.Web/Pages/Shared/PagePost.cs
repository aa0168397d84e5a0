using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Stewardship;
using Insights.GraphQL.Contract;
using Insights.Privacy;
using MediatR;
using Microsoft.AspNetCore.Antiforgery;

namespace Insights.Web.Pages.Shared;

/// <summary>
/// One posted form: what was typed, and the way to the use cases. While its token is stale it sends nothing and
/// answers with a refusal instead, so that the page comes back with every word in it. So it does when a button beside
/// a finding was pressed: the placeholder is put into the field, and nothing is sent. And so it does where somebody asks
/// how a program would send it.
/// </summary>
internal sealed class PagePost
{
    /// <summary>What a form that went stale says.</summary>
    public const string StaleSentence = "This form was open too long; nothing was lost. Press the button again.";

    private readonly IMediator _mediator;
    private readonly bool _trusted;
    private readonly string? _handle;
    private readonly CancellationToken _ct;
    private List<Refusal>? _replaced;
    private CommandWriter? _writer;

    /// <summary>The value of the button that asks how a program would send the form.</summary>
    public const string GraphQL = "graphql";

    private PagePost(IMediator mediator, FormValues values, bool trusted, string? handle, CancellationToken ct) =>
        (_mediator, Values, _trusted, _handle, _ct) = (mediator, values, trusted, handle, ct);

    public FormValues Values { get; private set; }

    /// <summary>Whether it was sent from a page of ours that is not stale.</summary>
    public bool Trusted => _trusted;

    /// <summary>The refusal of a form that is not <see cref="Trusted"/>. Whoever typed it may be another than the one who is signed in now.</summary>
    public Refusal Stale => new StaleNotice(_handle is null ? StaleSentence : $"{StaleSentence} {SentAs(_handle)}");

    /// <summary>As whom a form that comes back will be sent.</summary>
    public static string SentAs(string handle) => Texts.T("You are signed in as {0} now.", handle);

    public string? this[string name] => Values[name];

    public static async ValueTask<PagePost?> BindAsync(HttpContext context)
    {
        var form = await ReadFormAsync(context.Request);
        var trusted = await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        var post = new PagePost(context.RequestServices.GetRequiredService<IMediator>(), FormValues.Of(form), trusted, context.User.ActorOf()?.Handle, context.RequestAborted);
        if (trusted && Replacement.Read(post["act"]) is { } replacement)
            await post.ReplaceAsync(replacement);
        if (post["as"] is GraphQL)
            post._writer = context.RequestServices.GetRequiredService<CommandWriter>();
        return post;
    }

    /// <summary>The form that was sent.</summary>
    /// <exception cref="BadHttpRequestException">It is no form, cannot be read, or holds too much.</exception>
    public static async Task<IFormCollection> ReadFormAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
            throw new BadHttpRequestException(Texts.T("Not a form."), StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception fault) when (fault is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException(Texts.T("Not a form that can be read."), StatusCodes.Status400BadRequest, fault);
        }
    }

    /// <summary>The same post, with other values.</summary>
    public PagePost With(FormValues values) => new(_mediator, values, _trusted, _handle, _ct) { _replaced = _replaced, _writer = _writer };

    public async Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) =>
        !_trusted ? Stale
        : _replaced is not null && request is ICommand ? _replaced
        : _writer is not null && request is ICommand ? (List<Refusal>)[GraphQLNotice.Of(_writer.Write(request))]
        : await _mediator.Send(request, _ct);

    /// <summary>Puts placeholders where the guard still finds what was marked, and marks anew what it finds in the fields that were marked.</summary>
    private async Task ReplaceAsync(Replacement replacement)
    {
        var found = await FindAsync(replacement.Field);
        var stands = replacement.Ranges.All(r => found.Any(f => f.Start == r.Start && f.End == r.End && f.Type == r.Type));
        if (stands)
            Values = Values.With(replacement);
        _replaced = [ReplacedNotice.About(replacement, stands)];
        foreach (var field in Values.Each("found").Append(replacement.Field).Distinct())
        {
            var left = (await FindAsync(field)).Where(f => f.Strength is FindingStrength.Block || !Values.Kept.Any(k => IsAbout(k, field, f))).ToList();
            if (left.Count > 0)
                _replaced.Add(PrivacyRefusal.Of(field.Split('-'), left));
        }
    }

    private async Task<IReadOnlyList<PrivacyFinding>> FindAsync(string field) =>
        (await _mediator.Send(new ScreenText(Values.Raw(field)), _ct)).ValueOrDefault ?? [];

    private static bool IsAbout(AcknowledgedFindingForm kept, string field, PrivacyFinding finding) =>
        string.Join('-', kept.Path) == field && kept.Start == finding.Start && kept.End == finding.End && kept.RuleId == finding.RuleId;
}

/// <summary>Says that the form went stale and nothing was sent. No error of whoever typed it: sending it once more does.</summary>
internal sealed record StaleNotice(string Message) : Refusal(RefusalCode.NotPermitted, [], Message);

/// <summary>Says what came of a button that sends nothing. No error: the page comes back to be looked over.</summary>
internal abstract record Notice(RefusalCode Code, IReadOnlyList<string> Path, string Message) : Refusal(Code, Path, Message);

/// <summary>Shows the mutation that does what the form does.</summary>
/// <param name="Document">The document; null where only the page can do it.</param>
/// <param name="Variables">Its variables, as JSON.</param>
internal sealed record GraphQLNotice(string? Document, string? Variables, string Message) : Notice(RefusalCode.Malformed, [], Message)
{
    public static GraphQLNotice Of((string Document, string Variables)? written) => written is { } text
        ? new(text.Document, text.Variables, Texts.T("This is what a program sends. Nothing is done yet. Put your words where the pointed brackets are."))
        : new(null, null, Texts.T("Only this page does that; there is no mutation for it."));
}

/// <summary>Says that a placeholder was put into a field and nothing was sent.</summary>
internal sealed record ReplacedNotice(IReadOnlyList<string> Path, string Message) : Notice(RefusalCode.PersonalData, Path, Message)
{
    public static ReplacedNotice About(Replacement replacement, bool done) => new(
        replacement.Field.Split('-'),
        (done, replacement.Ranges) switch
        {
            (false, _) => Texts.T("The text has changed since it was marked, so nothing was replaced. What is found now is marked."),
            (_, [{ Placeholder: "" }]) => Texts.T("It is removed. Nothing is sent yet."),
            (_, [var range]) => Texts.T("Replaced with {0}. Nothing is sent yet.", range.Placeholder),
            _ => Texts.T("All are replaced. Nothing is sent yet."),
        });
}
