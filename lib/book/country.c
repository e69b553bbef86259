#include "book/country.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "book/fields.h"

#include "base/banned.h"

/* ISO 3166-1, and XK for Kosovo. */
static const char countries[] =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA "
    "ZM ZW";

/*
 * Plain names (small letters and digits alone) in nl, en, de, fr and the country's
 * own language, and the codes of three letters.
 */
static const struct place {
	const char *code, *names;
} country_names[] = {
    {"NL", "nederland netherlands thenetherlands holland niederlande dieniederlande paysbas "
	   "lespaysbas nld"},
    {"BE", "belgië belgie belgium belgien belgique bel"},
    {"DE", "duitsland germany deutschland brd allemagne deu ger"},
    {"FR", "frankrijk france frankreich fra"},
    {"LU", "luxemburg luxembourg letzebuerg lux"},
    {"GB", "verenigdkoninkrijk grootbrittannië grootbrittannie engeland schotland wales "
	   "unitedkingdom greatbritain england scotland northernireland "
	   "unitedkingdomofgreatbritainandnorthernireland uk vereinigteskönigreich "
	   "vereinigteskoenigreich grossbritannien großbritannien royaumeuni grandebretagne "
	   "angleterre gbr"},
    {"IE", "ierland ireland republicofireland irland irlande éire eire irl"},
    {"AT", "oostenrijk austria österreich oesterreich autriche aut"},
    {"CH", "zwitserland switzerland schweiz dieschweiz suisse svizzera che"},
    {"LI", "liechtenstein lie"},
    {"ES", "spanje spain spanien espagne españa espana esp"},
    {"PT", "portugal prt"},
    {"IT", "italië italie italy italien italia ita"},
    {"DK", "denemarken denmark dänemark daenemark danemark danmark dnk"},
    {"SE", "zweden sweden schweden suède suede sverige swe"},
    {"NO", "noorwegen norway norwegen norvège norvege norge nor"},
    {"FI", "finland finnland finlande suomi fin"},
    {"IS", "ijsland iceland island islande ísland isl"},
    {"PL", "polen poland pologne polska pol"},
    {"CZ", "tsjechië tsjechie tsjechischerepubliek czechrepublic czechia tschechien "
	   "tschechischerepublik république­tchèque républiquetchèque tchéquie česko Česko cze"},
    {"SK", "slowakije slovakia slowakei slovaquie slovensko svk"},
    {"HU", "hongarije hungary ungarn hongrie magyarország hun"},
    {"SI", "slovenië slovenie slovenia slowenien slovénie slovenija svn"},
    {"HR", "kroatië kroatie croatia kroatien croatie hrvatska hrv"},
    {"BA", "bosniëenherzegovina bosnieenherzegovina bosniaandherzegovina "
	   "bosnienundherzegowina bosnieherzégovine bih"},
    {"RS", "servië servie serbia serbien serbie srb"},
    {"ME", "montenegro monténégro mne"},
    {"MK", "noordmacedonië noordmacedonie northmacedonia nordmazedonien macédoinedunord mkd"},
    {"AL", "albanië albanie albania albanien alb"},
    {"XK", "kosovo"},
    {"RO", "roemenië roemenie romania rumänien rumaenien roumanie românia rou"},
    {"BG", "bulgarije bulgaria bulgarien bulgarie bgr"},
    {"GR", "griekenland greece griechenland grèce grece hellas el grc"},
    {"CY", "cyprus zypern chypre cyp"},
    {"MT", "malta malte mlt"},
    {"EE", "estland estonia estonie eesti est"},
    {"LV", "letland latvia lettland lettonie latvija lva"},
    {"LT", "litouwen lithuania litauen lituanie lietuva ltu"},
    {"UA", "oekraïne oekraine ukraine ukr"},
    {"RU", "rusland russia russianfederation russland russie rus"},
    {"TR", "turkije turkey türkei tuerkei turquie türkiye turkiye tur"},
    {"MC", "monaco mco"},
    {"AD", "andorra andorre and"},
    {"SM", "sanmarino smr"},
    {"CW", "curaçao curacao cuw"},
    {"AW", "aruba abw"},
    {"SX", "sintmaarten sxm"},
    {"SR", "suriname surinam sur"},
    {"US",
	"verenigdestaten verenigdestatenvanamerika amerika unitedstates unitedstatesofamerica usa "
	"vereinigtestaaten vereinigtestaatenvonamerika étatsunis etatsunis"},
    {"CA", "canada kanada can"},
    {"MX", "mexico mexiko mexique méxico mex"},
    {"BR", "brazilië brazilie brazil brasilien brésil brasil bra"},
    {"AR", "argentinië argentinie argentina argentinien argentine arg"},
    {"CL", "chili chile chl"},
    {"AU", "australië australie australia australien aus"},
    {"NZ", "nieuwzeeland newzealand neuseeland nouvellezélande nzl"},
    {"ZA", "zuidafrika southafrica südafrika suedafrika afriquedusud zaf"},
    {"MA", "marokko morocco maroc mar"},
    {"TN", "tunesië tunesie tunisia tunesien tunisie tun"},
    {"EG", "egypte egypt ägypten aegypten égypte egy"},
    {"IL", "israël israel isr"},
    {"AE", "verenigdearabischeemiraten unitedarabemirates uae vereinigtearabischeemirate "
	   "émiratsarabesunis are"},
    {"SA", "saoediarabië saoediarabie saudiarabia saudiarabien arabiesaoudite sau"},
    {"IN", "india indien inde ind"},
    {"CN", "china chine prchina volksrepubliekchina chn"},
    {"HK", "hongkong hkg"},
    {"TW", "taiwan taïwan twn"},
    {"JP", "japan japon jpn"},
    {"KR", "zuidkorea southkorea südkorea suedkorea coréedusud kor"},
    {"SG", "singapore singapur singapour sgp"},
    {"TH", "thailand thaïlande tha"},
    {"ID", "indonesië indonesie indonesia indonesien indonésie idn"},
};

/* The same for languages, with the codes of three letters and those of Windows. */
static const struct place language_names[] = {
    {"nl", "nederlands hollands vlaams dutch flemish niederländisch niederlaendisch holländisch "
	   "néerlandais flamand nld dut nlb"},
    {"en", "engels english englisch anglais eng enu ena enz"},
    {"de", "duits german deutsch allemand deu ger des dea del"},
    {"fr", "frans french französisch franzoesisch français francais fra fre frb frs frc frl"},
    {"es", "spaans spanish spanisch espagnol español espanol castellano spa esp esn"},
    {"it", "italiaans italian italienisch italien italiano ita its"},
    {"pt", "portugees portuguese portugiesisch portugais português portugues por ptg ptb"},
    {"da", "deens danish dänisch daenisch danois dansk dan"},
    {"sv", "zweeds swedish schwedisch suédois svenska swe sve svf"},
    {"no", "noors norwegian norwegisch norvégien norsk nor"},
    {"fi", "fins finnish finnisch finnois suomi fin"},
    {"pl", "pools polish polnisch polonais polski pol plk"},
    {"cs", "tsjechisch czech tschechisch tchèque čeština cze ces csy"},
    {"sk", "slowaaks slovak slowakisch slovaque slovenčina slk sky"},
    {"hu", "hongaars hungarian ungarisch hongrois magyar hun"},
    {"ro", "roemeens romanian rumänisch rumaenisch roumain română ron rom"},
    {"bg", "bulgaars bulgarian bulgarisch bulgare bul bgr"},
    {"hr", "kroatisch croatian kroatisch croate hrvatski hrv"},
    {"sl", "sloveens slovenian slowenisch slovène slovenščina slv"},
    {"el", "grieks greek griechisch grec ell gre"},
    {"tr", "turks turkish türkisch tuerkisch turc türkçe tur trk"},
    {"ru", "russisch russian russe rus"},
    {"et", "ests estonian estnisch estonien eesti est eti"},
    {"lv", "lets latvian lettisch letton latviešu lav lvi"},
    {"lt", "litouws lithuanian litauisch lituanien lietuvių lit lth"},
    {"zh", "chinees chinese chinesisch chinois zho chs cht"},
    {"ja", "japans japanese japanisch japonais jpn"},
};

/* ISO 639-1. */
static const char languages[] =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/* The code whose names have the text; NULL when there is none. */
static const char *find_name(const struct place *places, size_t count, struct slice text)
{
	struct buf plain = {0};
	const char *code = NULL;

	field_plain_name(&plain, text);
	for (size_t i = 0; !code && plain.length > 0 && i < count; i++)
		if (field_word(places[i].names, buf_slice(&plain)) >= 0)
			code = places[i].code;
	buf_free(&plain);
	return code;
}

bool country_find(struct slice text, char code[COUNTRY_CODE])
{
	const char *found;

	if (text.n == 2) {
		code[0] = to_upper(text.p[0]);
		code[1] = to_upper(text.p[1]);
		code[2] = '\0';
		if (field_word(countries, (struct slice){code, 2}) >= 0)
			return true;
	}
	found = find_name(country_names, sizeof country_names / sizeof country_names[0], text);
	if (!found)
		return false;
	memcpy(code, found, COUNTRY_CODE);
	return true;
}

bool country_number_first(const char *code)
{
	return field_word("AU CA FR GB IE LU MC NZ US ZA", slice_of(code)) >= 0;
}

/* nl, nl-NL, NL, nl_BE and nl-vip begin with a language. */
static bool begins_with_language(struct slice text)
{
	char two[2];

	if (text.n < 2 || (text.n > 2 && text.p[2] != '-' && text.p[2] != '_'))
		return false;
	two[0] = to_lower(text.p[0]);
	two[1] = to_lower(text.p[1]);
	return field_word(languages, (struct slice){two, 2}) >= 0;
}

/* A group of the user's own: small letters and digits behind the language. */
static bool is_group(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '-' && !is_lower(text.p[i]) && !(i > 2 && is_digit(text.p[i])))
			return false;
	return text.n < LANGUAGE_NAME;
}

/* "Dutch (BE) / Nederlands (BE)" without what stands behind the first of its names. */
static struct slice first_name(struct slice text)
{
	size_t n = 0;

	while (n < text.n && text.p[n] != '(' && text.p[n] != '/')
		n++;
	return slice_trim((struct slice){text.p, n});
}

bool language_find(struct slice text, char name[LANGUAGE_NAME])
{
	struct slice found = {text.p, 2};
	const char *code;

	if (begins_with_language(text)) {
		if (is_group(text))
			found = text;
	} else {
		code = find_name(language_names, sizeof language_names / sizeof language_names[0],
		    first_name(text));
		if (!code)
			return false;
		found = slice_of(code);
	}
	for (size_t i = 0; i < found.n; i++)
		name[i] = to_lower(found.p[i]);
	name[found.n] = '\0';
	return true;
}
