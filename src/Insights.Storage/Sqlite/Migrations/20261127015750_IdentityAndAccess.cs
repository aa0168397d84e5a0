using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class IdentityAndAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "AssignedRoles",
                table: "person",
                type: "INTEGER",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastSignInAt",
                table: "person",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ProviderRoles",
                table: "person",
                type: "INTEGER",
                maxLength: 40,
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "Subject",
                table: "person",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SuspendedAt",
                table: "person",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "person",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ConsumerId",
                table: "notification",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "ConsumerId",
                table: "api_key",
                type: "TEXT",
                maxLength: 30,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 30);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "api_key",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PersonId",
                table: "api_key",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RuleSetVersion",
                table: "api_key",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "feed_snapshot",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Position = table.Column<long>(type: "INTEGER", nullable: false),
                    TakenPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Threshold = table.Column<int>(type: "INTEGER", nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    Counts = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_snapshot", x => x.Day);
                });

            migrationBuilder.CreateTable(
                name: "protection_key",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Xml = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_protection_key", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "role_change",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Before = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false),
                    After = table.Column<int>(type: "INTEGER", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_change", x => new { x.PersonId, x.Version });
                    table.ForeignKey(
                        name: "FK_role_change_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_session",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Way = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LastSeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IdleMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ProviderSession = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    SignOutHint = table.Column<string>(type: "TEXT", maxLength: 8192, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sign_in_session", x => x.Id);
                    table.ForeignKey(
                        name: "FK_sign_in_session_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.UpdateData(
                table: "person",
                keyColumn: "Id",
                keyValue: "per_00000000000000000000000000",
                columns: new[] { "AssignedRoles", "LastSignInAt", "ProviderRoles", "Subject", "SuspendedAt", "Version" },
                values: new object[] { null, null, 0, null, null, 0 });

            migrationBuilder.CreateIndex(
                name: "IX_webhook_message_WebhookId_At",
                table: "webhook_message",
                columns: new[] { "WebhookId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_webhook_delivery_WebhookId_EventId",
                table: "webhook_delivery",
                columns: new[] { "WebhookId", "EventId" });

            migrationBuilder.CreateIndex(
                name: "IX_person_Subject",
                table: "person",
                column: "Subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_key_PersonId",
                table: "api_key",
                column: "PersonId");

            migrationBuilder.AddCheckConstraint(
                name: "CK_api_key_holder",
                table: "api_key",
                sql: "(\"ConsumerId\" IS NULL) <> (\"PersonId\" IS NULL)");

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_session_EndsAt",
                table: "sign_in_session",
                column: "EndsAt");

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_session_PersonId_EndedAt",
                table: "sign_in_session",
                columns: new[] { "PersonId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_sign_in_session_ProviderSession",
                table: "sign_in_session",
                column: "ProviderSession");

            migrationBuilder.AddForeignKey(
                name: "FK_api_key_person_PersonId",
                table: "api_key",
                column: "PersonId",
                principalTable: "person",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_api_key_person_PersonId",
                table: "api_key");

            migrationBuilder.DropTable(
                name: "feed_snapshot");

            migrationBuilder.DropTable(
                name: "protection_key");

            migrationBuilder.DropTable(
                name: "role_change");

            migrationBuilder.DropTable(
                name: "sign_in_session");

            migrationBuilder.DropIndex(
                name: "IX_webhook_message_WebhookId_At",
                table: "webhook_message");

            migrationBuilder.DropIndex(
                name: "IX_webhook_delivery_WebhookId_EventId",
                table: "webhook_delivery");

            migrationBuilder.DropIndex(
                name: "IX_person_Subject",
                table: "person");

            migrationBuilder.DropIndex(
                name: "IX_api_key_PersonId",
                table: "api_key");

            migrationBuilder.DropCheckConstraint(
                name: "CK_api_key_holder",
                table: "api_key");

            migrationBuilder.DropColumn(
                name: "AssignedRoles",
                table: "person");

            migrationBuilder.DropColumn(
                name: "LastSignInAt",
                table: "person");

            migrationBuilder.DropColumn(
                name: "ProviderRoles",
                table: "person");

            migrationBuilder.DropColumn(
                name: "Subject",
                table: "person");

            migrationBuilder.DropColumn(
                name: "SuspendedAt",
                table: "person");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "person");

            migrationBuilder.DropColumn(
                name: "ConsumerId",
                table: "notification");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "api_key");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "api_key");

            migrationBuilder.DropColumn(
                name: "RuleSetVersion",
                table: "api_key");

            migrationBuilder.AlterColumn<string>(
                name: "ConsumerId",
                table: "api_key",
                type: "TEXT",
                maxLength: 30,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 30,
                oldNullable: true);
        }
    }
}
