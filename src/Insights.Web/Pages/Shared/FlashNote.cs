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
            : code is "snoozed" ? new FlashUndo($"/gaps/{subject}/desk/wake", Texts.T("putting off {0}", subject), null) : null;
        return Sentence(code, subject);
    }

    private static string NameFor(HttpContext context) => SessionCookies.NameFor(context, Cookie);

    private static string? Sentence(string code, string subject) => code switch
    {
        "filed" => Texts.T("{0} is filed. You will see here where it stands and why.", subject),
        "saved" => Texts.T("Draft {0} is saved. Only you can see it.", subject),
        "discarded" => Texts.T("The draft is discarded."),
        "amended" => Texts.T("{0} is amended.", subject),
        "withdrawn" => Texts.T("{0} is withdrawn.", subject),
        "answered" => Texts.T("Your answer about {0} is sent.", subject),
        "linked" => Texts.T("The report is linked to {0}.", subject),
        "opened" => Texts.T("{0} is opened for the report.", subject),
        "grouped" => Texts.T("They are one gap now: {0}.", subject),
        "sweeping" => Texts.T("All reports are being compared. What is found appears here."),
        "merged" => Texts.T("The gaps are merged into {0}.", subject),
        "ismerged" => Texts.T("{0} was merged. This is the gap in which it stands now.", subject),
        "split" => Texts.T("The reports stand in {0} now.", subject),
        "canonical" => Texts.T("Another report stands for {0} now.", subject),
        "apart" => Texts.T("They are kept apart from now on."),
        "undone" => Texts.T("{0} is undone.", subject),
        "draftkept" => Texts.T("The draft for {0} is saved. The policy owners share it.", subject),
        "draftgone" => Texts.T("The draft for {0} is discarded.", subject),
        "moved" => Texts.T("{0} has moved on.", subject),
        "claimed" => Texts.T("{0} is claimed. You answer for it now.", subject),
        "accepted" => Texts.T("{0} is accepted. You answer for it now.", subject),
        "declined" => Texts.T("{0} is declined.", subject),
        "duplicate" => Texts.T("{0} is a duplicate: its reports stand in the other gap now.", subject),
        "looking" => Texts.T("Others see that you are looking at {0}.", subject),
        "owned" => Texts.T("Who answers for {0} has changed.", subject),
        "givenback" => Texts.T("Nobody answers for {0} now.", subject),
        "labelled" => Texts.T("The labels of {0} have changed.", subject),
        "snoozed" => Texts.T("{0} is out of your queue until then, or until something happens on it.", subject),
        "unsnoozed" => Texts.T("{0} is back in your queue.", subject),
        "bulk" => Texts.T("It is done, as {0}.", subject),
        "consumer" => Texts.T("{0} is registered. Issue a key to let its program in.", subject),
        "consumerchanged" => Texts.T("{0} is changed.", subject),
        "consumerended" => Texts.T("{0} has ended. Its keys open nothing any more.", subject),
        "keyrevoked" => Texts.T("The key is revoked. What it opened is closed within a minute."),
        "webhookmoved" => Texts.T("Messages go to the new address from now on."),
        "webhookpaused" => Texts.T("It is paused. Its place is kept: resume, and it goes on from there."),
        "webhookresumed" => Texts.T("Sending goes on."),
        "webhookreplayed" => Texts.T("Everything after that place is sent again."),
        "webhookskipped" => Texts.T("The event is among the dead letters, and sending goes on with the next one."),
        "webhooktested" => Texts.T("The test is on its way. Load this page again to see what came of it."),
        "webhookdeleted" => Texts.T("The endpoint is deleted. What was sent to it stays on record."),
        "viewkept" => Texts.T("The view is kept. It stands above the list, under its own address."),
        "viewnamed" => Texts.T("The view has its new name."),
        "viewdeleted" => Texts.T("The view is deleted. The gaps are as they were."),
        "labelkept" => Texts.T("The list of labels is changed."),
        "rotaset" => Texts.T("The turns are set."),
        "dutyswapped" => Texts.T("The days are swapped."),
        "bypassed" => Texts.T("{0} is moved past the workflow, and that is on record.", subject),
        "asked" => Texts.T("The question about {0} is sent. It cannot be taken back: its reporter has it.", subject),
        "remarked" => Texts.T("Your remark is written."),
        "rated" => Texts.T("{0} is rated. Its author reads it.", subject),
        "watching" => Texts.T("You watch {0} from now on.", subject),
        "unwatched" => Texts.T("You no longer watch {0}.", subject),
        "markedread" => Texts.T("It is marked as read."),
        "clausepublished" => Texts.T("The version is published, and holds from its day."),
        "clauseretired" => Texts.T("The clause is retired. Publishing a new version brings it back."),
        "codekept" => Texts.T("The list is changed."),
        "preferred" => Texts.T("From now on you are told so."),
        "settingskept" => Texts.T("Your settings are kept."),
        "settingsreset" => Texts.T("Everything is as your organisation says."),
        "breaktaken" => Texts.T("Your claims are back in the queue. Have a good break."),
        "breakended" => Texts.T("They are yours again. Welcome back."),
        "reworded" => Texts.T("{0} is written anew and stands in its places again.", subject),
        "released" => Texts.T("{0} is back where it stood.", subject),
        "allowed" => Texts.T("The string passes from now on."),
        "revoked" => Texts.T("The string passes no longer. Stored texts are being screened again."),
        "erasureasked" => Texts.T("{0} is asked for. Another privacy steward decides.", subject),
        "erased" => Texts.T("{0} is done. What it named is gone for good.", subject),
        "spared" => Texts.T("{0} is not done. Nothing was erased.", subject),
        "learnedbetter" => Texts.T("{0} does better and is in force from now on.", subject),
        "learnednot" => Texts.T("{0} is kept below. It does not do better, so what was in force stays.", subject),
        "learnedworse" => Texts.T("{0} is kept below to be looked at. It does worse, so what was in force stays.", subject),
        "learnedfew" => Texts.T("People have not said enough yet. Nothing was made."),
        "scenariowritten" => Texts.T("{0} is written and in the set.", subject),
        "revised" => Texts.T("{0} is written anew.", subject),
        "confirmed" => Texts.T("{0} holds as it is. It is no longer due for review.", subject),
        "retired" => Texts.T("{0} is retired and no longer in the set.", subject),
        "roundopened" => Texts.T("The round is open. Those who are asked are told."),
        "roundclosed" => Texts.T("The round is closed. What was answered is below."),
        "blind" => Texts.T("Your answer is kept. Here is the next gap."),
        "lastblind" => Texts.T("Your answer is kept. Those were all that wait for you in this round."),
        "disagreement" => Texts.T("{0} is begun from the disagreement. Look it over and file it.", subject),
        "rolesset" => Texts.T("The roles are changed. They hold from the person's next request on."),
        "suspended" => Texts.T("The person is suspended. Every session of theirs has ended."),
        "restored" => Texts.T("The suspension is lifted. The person may sign in again."),
        "sessionended" => Texts.T("The session has ended."),
        "sessionsended" => Texts.T("All their sessions have ended."),
        "inforce" => Texts.T("{0} is in force from now on.", subject),
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
