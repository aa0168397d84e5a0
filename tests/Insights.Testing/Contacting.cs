using Insights.Core.Contact;
using Insights.Core.Identity;

namespace Insights.Testing;

/// <summary>Tells people, and has them take a digest.</summary>
public static class Contacting
{
    /// <summary>An address in the range reserved for examples.</summary>
    public const string Address = "somebody@example.com";

    extension(TestDatabase database)
    {
        /// <summary>Has the follower read everything that happened.</summary>
        public async Task TellAsync()
        {
            while (await database.SendAsync(Actor.System, new TellPeople()) > 0)
            {
            }
        }

        /// <summary>What this person has not read yet.</summary>
        public async Task<IReadOnlyList<NotificationView>> UnreadAsync(Actor person) =>
            (await database.SendAsync(person, new ReadNotifications(100, null, UnreadOnly: true))).Items;

        /// <summary>This person takes a digest once a day.</summary>
        public Task<NotificationPreferencesView> TakeDigestAsync(Actor person, string address = Address, params IReadOnlyList<KindDeliveryForm> but) =>
            database.SendAsync(person, new SetNotificationPreferences(0, address, DigestCadence.Daily, 6, but));
    }
}
