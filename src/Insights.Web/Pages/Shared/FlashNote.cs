using System.Text.RegularExpressions;
using Insights.Web.SignIn;

namespace Insights.Web.Pages.Shared;

/// <summary>One sentence about what just happened, carried over a redirect as a code in a cookie that lives for one page.</summary>
internal static partial class FlashNote
{
    private const string Cookie = "insights-said";

    /// <summary>Redirects, and says this on the page that follows, with a way to undo the operation that was done.</summary>
    public static IResult Go(HttpContext context, string to, string code, string? subject = null, long? operation = null)
    {
        var undo = operation is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $".O-{number}") : "";
        context.Response.Cookies.Append(NameFor(context), (subject is null ? code : $"{code}.{subject}") + undo, new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            MaxAge = TimeSpan.FromMinutes(1),
        });
        return Results.LocalRedirect(to);
    }

    /// <summary>What is to be said now, and no second time.</summary>
    /// <param name="context">The request.</param>
    /// <param name="undo">What takes back from here what was done; null where nothing does.</param>
    public static string? Take(HttpContext context, out FlashUndo? undo)
    {
        undo = null;
        // It is for the page that a redirect leads to, not for what a script posts meanwhile.
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Cookies[NameFor(context)] is not { } said)
            return null;
        if (!context.Response.HasStarted)
            context.Response.Cookies.Delete(NameFor(context), new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict });
        if (Form().Match(said) is not { Success: true } match)
            return null;
        var (code, subject) = (match.Groups[1].Value, match.Groups[2].Value);
        undo = match.Groups[3].Value is { Length: > 0 } number ? new FlashUndo($"/operations/O-{number}/undo", $"O-{number}", $"/operations/O-{number}")
            : code is "snoozed" ? new FlashUndo($"/gaps/{subject}/desk/wake", $"putting off {subject}", null) : null;
        return Sentence(code, subject);
    }

    private static string NameFor(HttpContext context) => SessionCookies.NameFor(context, Cookie);

    private static string? Sentence(string code, string subject) => code switch
    {
        "filed" => $"{subject} is filed. You will see here where it stands and why.",
        "saved" => $"Draft {subject} is saved. Only you can see it.",
        "discarded" => "The draft is discarded.",
        "amended" => $"{subject} is amended.",
        "withdrawn" => $"{subject} is withdrawn.",
        "answered" => $"Your answer about {subject} is sent.",
        "linked" => $"The report is linked to {subject}.",
        "opened" => $"{subject} is opened for the report.",
        "grouped" => $"They are one gap now: {subject}.",
        "sweeping" => "All reports are being compared. What is found appears here.",
        "merged" => $"The gaps are merged into {subject}.",
        "ismerged" => $"{subject} was merged. This is the gap in which it stands now.",
        "split" => $"The reports stand in {subject} now.",
        "canonical" => $"Another report stands for {subject} now.",
        "apart" => "They are kept apart from now on.",
        "undone" => $"{subject} is undone.",
        "draftkept" => $"The draft for {subject} is saved. The policy owners share it.",
        "draftgone" => $"The draft for {subject} is discarded.",
        "moved" => $"{subject} has moved on.",
        "claimed" => $"{subject} is claimed. You answer for it now.",
        "accepted" => $"{subject} is accepted. You answer for it now.",
        "declined" => $"{subject} is declined.",
        "duplicate" => $"{subject} is a duplicate: its reports stand in the other gap now.",
        "looking" => $"Others see that you are looking at {subject}.",
        "owned" => $"Who answers for {subject} has changed.",
        "givenback" => $"Nobody answers for {subject} now.",
        "labelled" => $"The labels of {subject} have changed.",
        "snoozed" => $"{subject} is out of your queue until then, or until something happens on it.",
        "unsnoozed" => $"{subject} is back in your queue.",
        "bulk" => $"It is done, as {subject}.",
        "consumer" => $"{subject} is registered. Issue a key to let its program in.",
        "consumerchanged" => $"{subject} is changed.",
        "consumerended" => $"{subject} has ended. Its keys open nothing any more.",
        "keyrevoked" => "The key is revoked. What it opened is closed within a minute.",
        "webhookmoved" => "Messages go to the new address from now on.",
        "webhookpaused" => "It is paused. Its place is kept: resume, and it goes on from there.",
        "webhookresumed" => "Sending goes on.",
        "webhookreplayed" => "Everything after that place is sent again.",
        "webhookskipped" => "The event is among the dead letters, and sending goes on with the next one.",
        "webhooktested" => "The test is on its way. Load this page again to see what came of it.",
        "webhookdeleted" => "The endpoint is deleted. What was sent to it stays on record.",
        "viewkept" => "The view is kept. It stands above the list, under its own address.",
        "viewnamed" => "The view has its new name.",
        "viewdeleted" => "The view is deleted. The gaps are as they were.",
        "labelkept" => "The list of labels is changed.",
        "rotaset" => "The turns are set.",
        "dutyswapped" => "The days are swapped.",
        "bypassed" => $"{subject} is moved past the workflow, and that is on record.",
        "asked" => $"The question about {subject} is sent. It cannot be taken back: its reporter has it.",
        "remarked" => "Your remark is written.",
        "rated" => $"{subject} is rated. Its author reads it.",
        "watching" => $"You watch {subject} from now on.",
        "unwatched" => $"You no longer watch {subject}.",
        "markedread" => "It is marked as read.",
        "clausepublished" => "The version is published, and holds from its day.",
        "clauseretired" => "The clause is retired. Publishing a new version brings it back.",
        "codekept" => "The list is changed.",
        "preferred" => "From now on you are told so.",
        "settingskept" => Texts.T("Your settings are kept."),
        "settingsreset" => Texts.T("Everything is as your organisation says."),
        "breaktaken" => "Your claims are back in the queue. Have a good break.",
        "breakended" => "They are yours again. Welcome back.",
        "reworded" => $"{subject} is written anew and stands in its places again.",
        "released" => $"{subject} is back where it stood.",
        "allowed" => "The string passes from now on.",
        "revoked" => "The string passes no longer. Stored texts are being screened again.",
        "erasureasked" => $"{subject} is asked for. Another privacy steward decides.",
        "erased" => $"{subject} is done. What it named is gone for good.",
        "spared" => $"{subject} is not done. Nothing was erased.",
        "learnedbetter" => $"{subject} does better and is in force from now on.",
        "learnednot" => $"{subject} is kept below. It does not do better, so what was in force stays.",
        "learnedworse" => $"{subject} is kept below to be looked at. It does worse, so what was in force stays.",
        "learnedfew" => "People have not said enough yet. Nothing was made.",
        "scenariowritten" => $"{subject} is written and in the set.",
        "revised" => $"{subject} is written anew.",
        "confirmed" => $"{subject} holds as it is. It is no longer due for review.",
        "retired" => $"{subject} is retired and no longer in the set.",
        "rolesset" => "The roles are changed. They hold from the person's next request on.",
        "suspended" => "The person is suspended. Every session of theirs has ended.",
        "restored" => "The suspension is lifted. The person may sign in again.",
        "sessionended" => "The session has ended.",
        "sessionsended" => "All their sessions have ended.",
        "inforce" => $"{subject} is in force from now on.",
        _ => null,
    };

    [GeneratedRegex(@"^([a-z]{1,20})(?:\.([RGWEVS]-\d{1,12}|O-\d{1,12}(?=\.O)))?(?:\.O-(\d{1,12}))?$")]
    private static partial Regex Form();
}

/// <summary>What takes back what was just done.</summary>
/// <param name="Address">Where the form goes that does it.</param>
/// <param name="What">What is taken back, behind "Undo".</param>
/// <param name="See">Where it is looked at; null where there is no page of it.</param>
internal sealed record FlashUndo(string Address, string What, string? See);
