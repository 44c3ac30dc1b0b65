"""Whether a plan of action is asked for: by name, by its three questions, expressly not, or not at all."""

import pytest

from poa_ai.intake.noticefindings import read_findings
from poa_ai.intake.noticetext import NoticeText
from poa_ai.registry import Registry

REGISTRY = Registry.installed()

ASKED = [
    "Send us a plan of action.",
    "A POA is needed for reinstatement.",
    "You should submit a Plan of Action (POA) addressing this problem.",
    "Submit an action plan that covers these three points.",
    "We need an action plan.",
    "Please provide a corrective action plan.",
    "Your appeal must explain what caused the problem, what you did to fix it and how it will not happen again.",
    "Tell us why this happened, what you have changed, and how you'll stop it from happening again.",
    "Tell us: why did these orders go wrong? What have you done about it? What will you do differently?",
    "Please write to us explaining the reason for the complaints, the measures taken and those planned.",
    "In your reply, set out the origin of the problem, the steps already carried out and the safeguards for the future.",
    "Please let us know the cause, the remedy, and your precautions going forward.",
    "Explain in your own words how the late shipments came about and what you have put in place since.",
    "Describe the issue that led to these claims, the action you took to correct it, and the action you will take to avoid it in future.",
    "Let us know what went wrong and what you have done so that it does not recur.",
    "We want to understand: the cause of the defects; what has been done; what is planned.",
    "To reactivate, give us the following:\n- The reason your rate exceeded the target\n- The fixes you have made\n- How you will keep it low",
    "Provide details on: 1. the root cause 2. actions taken 3. preventive measures",
    "Your statement should answer three questions. What happened? What did you do? How will you avoid a repetition?",
    "We ask you for a written account of the causes and of the improvements to your processes.",
    "Please submit an explanation of how these listings came to be created and the controls you have introduced.",
    "You will need to tell us how you intend to comply with our policy from now on and what you have done so far.",
    "An appeal should state the underlying cause, corrective steps and prevention.",
    "Include a description of the changes you made to your business to prevent this from recurring.",
    "Please identify the root cause and the corrective action.",
    "The appeal must contain the root cause analysis and preventive steps.",
    "What to include: why it occurred, how you solved it, how you will prevent it.",
    "Your plan must address the negative feedback and the claims.",
    "Submit your plan via Account Health.",
    "Send a plan for improving your shipping performance.",
    "Send us your improvement plan.",
    "Show us how you will improve your order defect rate.",
    "Please advise us of the steps that you took to rectify the matter and those that will keep it from arising again.",
    "Kindly elaborate on the reasons behind the late dispatch and on your countermeasures.",
    "We require more detail on the root cause.",
    "Your plan of action lacks detail on the preventive measures; please revise and resubmit it.",
    "Please send a revised plan.",
    "The plan you sent is incomplete: it does not state the root cause.",
    "Greater detail on how you will prevent complaints is needed.",
    "If you do not send a plan of action your account will be deactivated.",
    "Without a plan of action, your listings will stay inactive.",
    "We cannot reinstate your account until we receive a plan of action.",
    "An appeal with your root cause, corrective action and preventive action must be submitted in Account Health.",
    "Explain the root causes of the policy violation.",
    "Give full details of who took part, which services were used, and how you will make sure that it stops.",
    "The reasons for the high rate, your corrective steps, and long-term measures are to be stated in the appeal.",
    "Please explain what steps you have taken to make sure your items are authentic.",
    "Outline how you have resolved the issue and how you will ensure compliance in future.",
    "Respond with the following information: the issue that caused the complaints; what you did to resolve it; what you will do to stop it.",
    "Appeal by explaining what led to the problem and which improvements you have made.",
    "Reply with an explanation of the causes, the corrections and the future safeguards.",
    "We would like to know (a) the reason for the cancellations, (b) what was done at once, (c) what will change in the long run.",
    "Before we decide we want to hear from you why so many orders were cancelled and which lasting changes you have made.",
    "Tell us what is behind the complaints, what you did about them and what will keep them from coming back.",
    "Give us a clear account of what went wrong, how it was put right and how you intend to stay within the target.",
    "Your letter should make clear why buyers were disappointed, what you have remedied and how you will avoid such cases.",
    "To appeal, describe the problem, its solution and the prevention.",
    "Write down the reasons, the immediate actions and the lasting measures.",
    "Submit a detailed plan outlining how you will meet the target.",
    "We need a plan from you.",
    "A plan is needed for the second point.",
    "Please provide a plan of action as well as invoices.",
    "Along with the invoices, send a brief plan of action.",
    "Documents alone will not be enough; explain also why it happened and how you will prevent it.",
]
SOMETHING_ELSE = [
    "You do not need to send a plan of action.",
    "A plan of action isn't necessary at this point.",
    "No plan of action is required.",
    "There is no need for a POA.",
    "Please do not write a plan of action; we only need the documents.",
    "Plans of action will not be read.",
    "We are not asking for a plan of action.",
    "A written plan is not needed.",
    "We do not require any explanation, only the papers.",
    "Send only the documents; explanations are not necessary.",
    "Only documents are accepted.",
    "All we need is the invoice.",
    "Please send us invoices from your supplier.",
    "Upload the test report.",
    "Provide a letter of authorization.",
    "Send your business license and a utility bill.",
    "To keep the listing, submit the certificate of conformity.",
    "To resolve this, acknowledge the policy in Account Health.",
    "Please confirm that you have read the policy.",
    "Click Acknowledge to close this matter.",
    "No action is required from you.",
    "You don't have to do anything.",
    "No response is needed.",
    "No reply is necessary.",
    "You need not take any action.",
    "There is nothing you need to do.",
    "Nothing further is required of you.",
    "Complete the quiz to keep selling.",
    "Take a short test on our policy to regain your offers.",
    "You can pass the quiz instead of submitting a plan of action.",
    "Correct your price and the offer will be reactivated automatically.",
    "This decision is final and appeals are not possible.",
    "We will not consider further appeals.",
    "You can acknowledge the violation; an appeal is not required.",
    "Please verify your identity by uploading your passport.",
    "Fix the attributes on the page; you needn't write to us.",
    "Update your price; no appeal is needed.",
    "Instead of a plan of action, please answer the questionnaire.",
    "We do not expect a statement from you; please upload the safety data sheet.",
    "Please ask the rights owner to withdraw the complaint.",
    "This is a final decision.",
    "Please reinstate the other account first, and then reply to this message.",
    "Enter the code from the postcard to complete verification.",
    "Schedule a video call to verify your identity.",
    "To appeal, upload the invoices. Root causes or plans are not looked at.",
    "A narrative is not useful here; we decide by the documents alone.",
    "Please just review the policy and acknowledge it.",
    "You only need to acknowledge this notice.",
]
NOT_TOLD = [
    "Your account has been deactivated.",
    "Your late shipment rate is above 4%.",
    "This is for your information.",
    "Please monitor your performance.",
    "We received complaints about these items.",
    "We received your plan of action and will review it.",
    "If the rate does not improve, we may ask you for a plan of action.",
    "You can learn how to write a plan of action in Seller University.",
    "Please review your shipping settings.",
    "We may require a plan of action later.",
    "Your metrics do not meet our targets.",
    "We recommend to check your handling time.",
    "The root cause of many complaints is bad packaging.",
    "Many sellers find that late confirmation is the cause.",
    "Look at the reasons for returns in Voice of the Customer.",
]


def asked(text: str) -> bool | None:
    """What the whole of intake makes of a message."""
    plan = read_findings(NoticeText(text), REGISTRY.issue_types, REGISTRY.match_issue).plan
    return None if plan is None else plan.asked


@pytest.mark.parametrize("text", ASKED)
def test_a_plan_is_asked_for_by_name_or_by_its_questions(text: str) -> None:
    assert asked(text) is True


@pytest.mark.parametrize("text", SOMETHING_ELSE)
def test_a_notice_that_refuses_a_plan_or_wants_something_else_asks_for_none(text: str) -> None:
    assert asked(text) is False


@pytest.mark.parametrize("text", NOT_TOLD)
def test_a_notice_that_does_not_tell_is_left_open(text: str) -> None:
    assert asked(text) is None
